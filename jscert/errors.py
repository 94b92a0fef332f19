"""Every error class and its stable code; this room holds no text for people (that is `messages`).

The tree::

    JscertError(code, **facts)

One class, because callers tell errors apart by code; the exit status belongs to the code's room letter
unless `_EXIT_BY_CODE` says otherwise. Facts are plain values (strings, numbers), already masked:
no identity number ever enters an error. A code once released is never given another meaning.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Exit(IntEnum):
    """Exit statuses of the command line (DESIGN: command line contract)."""

    DONE = 0
    NO = 1
    USAGE = 2
    REJECTED = 3
    PARTLY = 4
    SETUP = 5
    REGISTRY = 6
    UNKNOWN = 7
    DEFECT = 70
    INTERRUPTED = 130


class Code(StrEnum):
    """Stable codes: `JSC-<room letter><number>`."""

    # Room R is rosters (files, sheets, headers, cells, photos)
    ROSTER_UNREADABLE = "JSC-R001"
    ROSTER_NOT_WORKBOOK = "JSC-R002"
    ROSTER_ENCRYPTED = "JSC-R003"
    ROSTER_FORMAT_UNSUPPORTED = "JSC-R004"
    ROSTER_NO_HEADER = "JSC-R005"
    ROSTER_EMPTY = "JSC-R006"
    ROSTER_KIND_UNKNOWN = "JSC-R007"
    ROSTER_KIND_CONFLICT = "JSC-R008"
    ROSTER_TOO_LARGE = "JSC-R009"
    COLUMN_MISSING = "JSC-R010"
    COLUMN_DOUBLE = "JSC-R011"
    COLUMN_UNKNOWN = "JSC-R012"
    ROW_KIND_UNKNOWN = "JSC-R013"
    SHEET_HIDDEN = "JSC-R014"
    SHEET_SKIPPED = "JSC-R015"
    SHEET_EMPTY = "JSC-R016"
    NAME_MISSING = "JSC-R020"
    NAME_CHARACTER = "JSC-R021"
    NAME_TOO_LONG = "JSC-R022"
    NAME_SEPARATOR = "JSC-R023"
    TEXT_CHARACTER = "JSC-R024"
    TEXT_TOO_LONG = "JSC-R025"
    CELL_ERROR = "JSC-R026"
    NAME_BLANKS = "JSC-R027"
    IDENTITY_MISSING = "JSC-R030"
    IDENTITY_NUMERIC = "JSC-R031"
    IDENTITY_FORM = "JSC-R032"
    IDENTITY_CHECK_DIGIT = "JSC-R033"
    IDENTITY_LEGACY = "JSC-R034"
    IDENTITY_PROVINCE = "JSC-R035"
    IDENTITY_BIRTH_DATE = "JSC-R036"
    IDENTITY_SEX = "JSC-R037"
    IDENTITY_UNDER_AGE = "JSC-R038"
    IDENTITY_OVER_AGE = "JSC-R039"
    IDENTITY_DOUBLE = "JSC-R040"
    EMPLOYER_MISSING = "JSC-R050"
    POST_MISSING = "JSC-R051"
    POST_UNKNOWN = "JSC-R052"
    CITY_MISSING = "JSC-R053"
    CITY_UNKNOWN = "JSC-R054"
    DATE_UNREADABLE = "JSC-R055"
    DATE_IN_FUTURE = "JSC-R056"
    CREDIT_CODE_FORM = "JSC-R057"
    PHOTO_MISSING = "JSC-R060"
    PHOTO_UNREADABLE = "JSC-R061"
    PHOTO_DOUBLE = "JSC-R062"
    PHOTO_SHAPE = "JSC-R063"
    PHOTO_SMALL = "JSC-R064"
    PHOTO_TOO_LARGE = "JSC-R065"
    PHOTOS_UNREADABLE = "JSC-R066"
    PHOTO_AMBIGUOUS = "JSC-R067"
    PHOTO_COARSE = "JSC-R068"
    HELD_WITH_OTHER_FACTS = "JSC-R070"
    HELD_AND_ENDED = "JSC-R071"
    PHOTO_TWO_ON_ROW = "JSC-R085"
    PICTURE_WITHOUT_PERSON = "JSC-R086"
    PHOTO_BLANK = "JSC-R087"
    PHOTO_FORMAT = "JSC-R088"
    PHOTO_ABSENT = "JSC-R089"
    PHOTO_CONFLICT = "JSC-R090"
    PHOTOS_ENCRYPTED = "JSC-R091"
    PHOTOS_NESTED = "JSC-R092"
    IDENTITY_ROUNDED = "JSC-R093"
    IDENTITY_COLUMNS = "JSC-R094"
    CELL_MERGED = "JSC-R095"
    ROWS_HIDDEN = "JSC-R096"
    COLUMNS_HIDDEN = "JSC-R097"
    ROW_STRUCK = "JSC-R098"
    HEADER_MOVED = "JSC-R099"
    PERSON_RESEMBLES = "JSC-R100"
    IDENTITY_RESEMBLES = "JSC-R101"
    IDENTITY_OTHER_NAME = "JSC-R102"
    VERIFICATION_MISSING = "JSC-R103"
    VERIFICATION_FAILED = "JSC-R104"
    VERIFICATION_UNREADABLE = "JSC-R105"
    LINES_UNREAD = "JSC-R106"
    SHEET_OF_EXAMPLES = "JSC-R115"
    # Room F is families
    DATE_BEFORE_ELECTRONIC = "JSC-F001"
    DATE_FUTURE = "JSC-F002"
    DATE_TOO_OLD = "JSC-F003"
    # Room N is numbering
    SERIAL_OVERFLOW = "JSC-N001"
    NUMBER_UNREADABLE = "JSC-N002"
    SERIAL_RANGE = "JSC-N003"
    # Room L is layouts
    GLYPH_MISSING = "JSC-L001"
    TEXT_OVERFLOW = "JSC-L002"
    SEAL_IMAGE = "JSC-L003"
    FONTS_MISSING = "JSC-L004"
    PRINT_UNPROVEN = "JSC-L005"
    PREVIEW_ROW = "JSC-L010"
    PREVIEW_SHEET = "JSC-L011"
    # Room S is sealing
    PASSPHRASE_WRONG = "JSC-S001"
    PASSPHRASE_MISSING = "JSC-S002"
    KEY_UNREADABLE = "JSC-S003"
    KEY_UNSUITABLE = "JSC-S004"
    KEY_PERIOD_OVER = "JSC-S005"
    KEYS_DISAGREE = "JSC-S006"
    TRUST_MISSING = "JSC-S010"
    TRUST_UNREADABLE = "JSC-S011"
    TRUST_FINGERPRINT = "JSC-S012"
    TRUST_ROLLED_BACK = "JSC-S013"
    TRUST_SIGNATURE = "JSC-S015"
    DOCUMENT_SIGNATURE = "JSC-S020"
    DOCUMENT_UNREADABLE = "JSC-S021"
    # Room M is manifests
    MANIFEST_UNREADABLE = "JSC-M001"
    MANIFEST_SIGNATURE = "JSC-M002"
    # Room B is batches
    FOLDER_UNWRITABLE = "JSC-B001"
    FOLDER_FULL = "JSC-B002"
    FOLDER_EXISTS = "JSC-B003"
    BATCH_UNKNOWN = "JSC-B004"
    BATCH_STATE = "JSC-B005"
    BATCH_INPUT_LOST = "JSC-B006"
    CHECKED_UNWRITABLE = "JSC-B010"
    ROSTER_CHANGED = "JSC-B011"
    # Room G is registry
    REGISTRY_BUSY = "JSC-G001"
    REGISTRY_NEWER = "JSC-G002"
    REGISTRY_UNREADABLE = "JSC-G003"
    REGISTRY_ROLLED_BACK = "JSC-G004"
    REGISTRY_CONFLICT = "JSC-G005"
    NUMBERING_FROZEN = "JSC-G006"
    CERTIFICATE_UNKNOWN = "JSC-G007"
    SEALED_VALUE = "JSC-G008"
    EVENTS_BROKEN = "JSC-G009"
    # Room V is verifying (findings of a verdict, and unreadable targets)
    TARGET_UNREADABLE = "JSC-V001"
    TARGET_UNKNOWN = "JSC-V002"
    PDF_NOT_OURS = "JSC-V010"
    PDF_STRUCTURE = "JSC-V011"
    PDF_BYTES_CHANGED = "JSC-V012"
    PDF_SIGNATURE_FORM = "JSC-V013"
    SIGNER_UNLISTED = "JSC-V014"
    SIGNER_PERIOD = "JSC-V015"
    SIGNER_PURPOSE = "JSC-V016"
    RECORD_DISAGREES = "JSC-V017"
    TOKEN_DISAGREES = "JSC-V018"
    TOKEN_SIGNATURE = "JSC-V019"
    TOKEN_KEY_UNKNOWN = "JSC-V020"
    TOKEN_FORM = "JSC-V021"
    REGISTRY_DISAGREES = "JSC-V022"
    NUMBER_NEVER_GIVEN = "JSC-V023"
    NUMBER_NOT_COVERED = "JSC-V024"
    NUMBER_VOID = "JSC-V025"
    SIGNER_ENDED = "JSC-V026"
    TRUST_STALE = "JSC-V027"
    NUMBER_RENUMBERED = "JSC-V028"
    NUMBER_ONLY = "JSC-V029"
    CERTIFICATE_EXPIRED = "JSC-V030"
    CERTIFICATE_SUPERSEDED = "JSC-V031"
    CERTIFICATE_SUSPENDED = "JSC-V032"
    CERTIFICATE_CANCELLED = "JSC-V033"
    CERTIFICATE_ANNULLED = "JSC-V034"
    CERTIFICATE_WITHDRAWN = "JSC-V035"
    CERTIFICATE_TRIAL = "JSC-V036"
    STATUS_UNKNOWN = "JSC-V037"
    STATUS_FROM_REGISTRY = "JSC-V038"
    NOT_YET_VALID = "JSC-V039"
    COMPARE_PERSON = "JSC-V040"
    CERTIFICATE_OF_PAPER = "JSC-V041"
    FILE_MISSING = "JSC-V050"
    FILE_EXTRA = "JSC-V051"
    FILE_DIFFERS = "JSC-V052"
    FOLDER_WITHOUT_MANIFEST = "JSC-V053"
    FOLDER_COMPLETE = "JSC-V054"
    NOT_PUBLISHED = "JSC-V055"
    TRIAL_ALLOWED = "JSC-V056"
    FILE_NAME_DIFFERS = "JSC-V057"
    FILE_UNLISTED = "JSC-V058"
    # Room P is publishing (signed status, the clerk's bundle)
    STATUS_BATCH_WAITS = "JSC-P001"
    STATUS_LIST_UNREADABLE = "JSC-P002"
    EDITION_ROLLED_BACK = "JSC-P003"
    BUNDLE_UNREADABLE = "JSC-P004"
    STATUS_FROM_LIST = "JSC-P010"
    STATUS_OLD = "JSC-P011"
    STATUS_LAPSED = "JSC-P012"
    STATUS_NOT_COVERED = "JSC-P013"
    STATUS_AFTER_END = "JSC-P014"
    # Room T is terminal
    USAGE = "JSC-T001"
    FILE_NOT_FOUND = "JSC-T002"
    TERMINAL_NEEDED = "JSC-T003"
    INTERRUPTED = "JSC-T004"
    FILE_EXISTS = "JSC-T010"
    OUTPUT_SUFFIX = "JSC-T011"
    KIND_UNKNOWN = "JSC-T012"
    DEFECT = "JSC-T070"
    # Room C is settings and the authority folder
    HOME_MISSING = "JSC-C001"
    HOME_EXISTS = "JSC-C002"
    SETTINGS_UNREADABLE = "JSC-C003"
    SETTING_UNKNOWN = "JSC-C004"
    SETTING_VALUE = "JSC-C005"
    HOME_NATURE = "JSC-C006"
    TRIAL_NOT_ASKED = "JSC-C007"
    HOME_NOT_EMPTY = "JSC-C008"


_EXIT_BY_LETTER = {
    "R": Exit.REJECTED,
    "F": Exit.REJECTED,
    "N": Exit.REGISTRY,
    "L": Exit.REJECTED,
    "S": Exit.SETUP,
    "M": Exit.UNKNOWN,
    "B": Exit.REGISTRY,
    "G": Exit.REGISTRY,
    "V": Exit.UNKNOWN,
    "P": Exit.SETUP,
    "T": Exit.USAGE,
    "C": Exit.SETUP,
}
_EXIT_BY_CODE = {
    Code.NUMBER_UNREADABLE: Exit.USAGE,
    Code.SEAL_IMAGE: Exit.SETUP,
    Code.FONTS_MISSING: Exit.SETUP,
    Code.SERIAL_RANGE: Exit.SETUP,
    Code.INTERRUPTED: Exit.INTERRUPTED,
    Code.DEFECT: Exit.DEFECT,
    Code.PRINT_UNPROVEN: Exit.DEFECT,
    Code.PREVIEW_ROW: Exit.USAGE,
    Code.PREVIEW_SHEET: Exit.USAGE,
    Code.STATUS_BATCH_WAITS: Exit.REGISTRY,
}


class JscertError(Exception):
    """A failure with a stable code and the facts its message is made of.

    Raised by rooms, turned into text by `messages.explain` and into an exit status by `cli` alone.
    """

    def __init__(self, code: Code, /, **facts: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code.value} {self.facts}" if self.facts else self.code.value

    @property
    def exit_status(self) -> Exit:
        """The documented exit status of this code."""
        return exit_status(self.code)


def exit_status(code: Code) -> Exit:
    """Give the exit status that belongs to a code when it ends a command."""
    return _EXIT_BY_CODE.get(code, _EXIT_BY_LETTER[code.value[4]])
