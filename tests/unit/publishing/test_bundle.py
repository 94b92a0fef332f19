"""Exporting the bundle: every published certificate once, derived once, found by its holder only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import Act, Medium
from jscert.errors import Code
from jscert.publishing import BundleExport, export_bundle
from jscert.publishing.records import RECORDS_NAME
from jscert.sealing.bundle import TAIL_LENGTH, BundleEntry, derive_keys, open_entry, unlock_phrase
from jscert.sealing.bundle_archive import opened_archive
from jscert.sealing.bundle_check import check_bundle
from jscert.sealing.bundle_store import StoredBundle
from tests.issuing_builders import NOW
from tests.publishing_builders import NAMES, NUMBERS, act, holder, issue, open_act
from tests.registry_builders import FIRST, SCOPE, SECOND, THIRD, issue_batch, open_batch, refusal

if TYPE_CHECKING:
    from jscert.presswork import Office


def export(office: Office) -> BundleExport:
    """Export a bundle, and check it as an import would."""
    made = export_bundle(office, lambda *_: None)
    with opened_archive(made.data) as archive:
        check_bundle(archive, office.keys.trust)
    return made


def found(
    office: Office, made: BundleExport, number: str, who: str, **changes: Any
) -> BundleEntry | None:
    """Look somebody up as a clerk would."""
    name = changes.get("name", NAMES[who])
    tail = changes.get("tail", NUMBERS[who][-TAIL_LENGTH:])
    keys = derive_keys(unlock_phrase(number, name, tail), made.document.salt)
    with opened_archive(made.data) as archive:
        record = StoredBundle(archive, office.keys.trust).record(keys.locator)
    return open_entry(record, keys) if record else None


def test_a_holder_is_found(office: Office) -> None:
    """With kind, revision, dates, medium and the place of his status."""
    one, two = issue(office, "a", "b")
    entry = found(office, export(office), two.number, "b")
    assert entry == BundleEntry(
        kind="safety-a",
        medium=Medium.ELECTRONIC,
        revision=1,
        status_list=two.status_list,
        status_index=two.status_index,
        issued_on=two.issued_on,
        valid_until=two.valid_until,
    )
    assert two.status_index != one.status_index


def test_nobody_else_is_found(office: Office) -> None:
    """One person's number with another's name or tail unlocks nothing."""
    one, _ = issue(office, "a", "b")
    made = export(office)
    assert found(office, made, one.number, "b") is None
    assert found(office, made, one.number, "a", name=NAMES["b"]) is None
    assert found(office, made, one.number, "a", tail=NUMBERS["b"][-6:]) is None


def test_a_changed_certificate_is_found_by_its_new_name(office: Office) -> None:
    """One entry per certificate: its newest published revision."""
    (one,) = issue(office, "a")
    act(office, Act.CHANGE, one.number, "a", SECOND, name="王新名")
    made = export(office)
    entry = found(office, made, one.number, "a", name="王新名")
    assert entry is not None
    assert (entry.revision, made.document.certificates) == (2, 1)
    assert found(office, made, one.number, "a") is None


def test_a_change_under_way_leaves_the_published_one(office: Office) -> None:
    """Its name is still the one on the paper, although the registry's newest payload is another."""
    one, _ = issue(office, "a", "b")
    open_act(office, Act.CHANGE, one.number, "a", SECOND, name="王新名")
    made = export(office)
    entry = found(office, made, one.number, "a")
    assert entry is not None
    assert (entry.revision, made.document.certificates) == (1, 2)


def test_a_change_given_up_leaves_no_trace(office: Office) -> None:
    """The abandoned revision is not the newest one."""
    (one,) = issue(office, "a")
    open_act(office, Act.CHANGE, one.number, "a", SECOND, name="王新名")
    office.registry.abandon_batch(SECOND, "given up", NOW)
    entry = found(office, export(office), one.number, "a")
    assert entry is not None
    assert entry.revision == 1


def test_certificates_never_published_are_left_out(office: Office) -> None:
    """A number reserved is no certificate yet."""
    issue(office, "a")
    open_batch(office.registry, holder(office, "b", SECOND), batch=SECOND)
    assert export(office).document.certificates == 1


def test_an_ended_certificate_is_found(office: Office) -> None:
    """Its standing comes from the status list; not finding it would say less."""
    (one,) = issue(office, "a")
    act(office, Act.ANNUL, one.number, "a", SECOND)
    assert found(office, export(office), one.number, "a") is not None


def test_paper_is_marked(office: Office) -> None:
    """A paper certificate is found with its number of old."""
    row = holder(office, "a", scope="", number="苏建安A(2004)0000007")
    issue_batch(office.registry, row, batch=FIRST, act=Act.IMPORT_PAPER, rules=())
    entry = found(office, export(office), "苏建安A（2004）0000007", "a")
    assert entry is not None
    assert entry.medium is Medium.PAPER


def test_a_renumbered_certificate_is_found_by_its_present_number(office: Office) -> None:
    """Its former number is on a paper that is superseded; that one's QR code still tells so."""
    (one,) = issue(office, "a")
    (now,) = act(office, Act.RENUMBER, one.number, "a", SECOND, scope=SCOPE)
    made = export(office)
    assert found(office, made, now.number, "a") is not None
    assert found(office, made, one.number, "a") is None


def test_what_was_derived_is_not_derived_again(office: Office) -> None:
    """Only what is new costs time."""
    issue(office, "a", "b")
    first = export(office)
    issue(office, "c", batch=SECOND)
    assert (first.derived, export(office).derived) == (2, 1)


def test_a_revised_certificate_is_derived_again(office: Office) -> None:
    """Its facts are others."""
    (one,) = issue(office, "a")
    export(office)
    act(office, Act.CHANGE, one.number, "a", SECOND)
    assert export(office).derived == 1


def test_the_same_state_gives_the_same_bytes(office: Office) -> None:
    """Records that were kept and records derived anew are the same."""
    issue(office, "a", "b")
    first = export(office).data
    (office.home / "publishing" / RECORDS_NAME).unlink()
    again = export(office)
    assert (again.data, again.derived) == (first, 2)


def test_a_stopped_run_goes_on_where_it_was(office: Office) -> None:
    """What was brought to disk before the end is not derived twice."""
    issue(office, "a", "b", "c", "d")
    export(office)
    own = office.home / "publishing"
    path = own / RECORDS_NAME
    path.write_bytes(path.read_bytes()[: -80 - 17])  # a kill inside the last line but one
    assert export(office).derived == 2


def test_an_interrupted_run_keeps_what_it_derived(office: Office) -> None:
    """Pieces are brought to disk on the way, not at the end."""
    count, stopped_at = 800, 700
    rows = [
        holder(office, "a", row_key=f"key-{order}", facts_digest=f"facts-{order}")
        for order in range(count)
    ]
    issue_batch(office.registry, *rows, batch=FIRST)

    def stop(_step: str, seen: int, _total: int) -> None:
        if seen >= stopped_at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_bundle(office, stop)
    again = export(office)
    assert (again.document.certificates, 0 < again.derived < count) == (count, True)


def test_a_lost_salt_begins_anew(office: Office) -> None:
    """Another salt is another index, and old records serve it no more."""
    issue(office, "a")
    first = export(office)
    (office.home / "publishing" / "salt.bin").unlink()
    again = export(office)
    assert again.derived == 1
    assert again.document.salt != first.document.salt


def test_a_spoiled_salt_is_refused(office: Office) -> None:
    """It comes back from a backup, or is taken away on purpose."""
    export(office)
    (office.home / "publishing" / "salt.bin").write_bytes(b"short")
    assert refusal(export, office) is Code.KEY_UNREADABLE


def test_a_payload_of_another_place_is_refused(office: Office) -> None:
    """A registry row that was moved does not open."""
    row = holder(office, "a", THIRD)
    issue_batch(office.registry, row, batch=FIRST)
    assert refusal(export, office) is Code.SEALED_VALUE


def test_the_bundle_names_nobody(office: Office) -> None:
    """Neither name nor number nor tail stands in any of its parts or in what is kept."""
    (one,) = issue(office, "a")
    made = export(office)
    kept = b"".join(path.read_bytes() for path in (office.home / "publishing").iterdir())
    with opened_archive(made.data) as archive:
        told = b"".join(archive.read(name) for name in archive.names) + kept
    assert NAMES["a"].encode() not in told
    assert one.number.encode() not in told
    assert NUMBERS["a"][-TAIL_LENGTH:].encode() not in told


def test_progress_counts_certificates(office: Office) -> None:
    """Somebody who waits an hour sees where it is."""
    issue(office, "a", "b", "c")
    steps: list[tuple[str, int, int]] = []
    export_bundle(office, lambda *step: steps.append(step))
    assert ("derive", 3, 3) in steps


def test_a_later_export_is_newer(office: Office) -> None:
    """The same state told a day later is taken in by a checker."""
    from jscert.sealing.editions import refuse_going_back

    issue(office, "a")
    first = export(office)
    later = export(replace(office, clock=lambda: NOW + timedelta(days=1)))
    refuse_going_back(first.document.edition, later.document.edition, same_bytes=False)
