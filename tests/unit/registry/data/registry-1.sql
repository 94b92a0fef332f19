BEGIN TRANSACTION;
CREATE TABLE batches (
	ordinal INTEGER NOT NULL, 
	batch TEXT NOT NULL, 
	act TEXT NOT NULL, 
	state TEXT NOT NULL, 
	opened_at TEXT NOT NULL, 
	dated_on TEXT NOT NULL, 
	settings_digest TEXT NOT NULL, 
	trial INTEGER NOT NULL, 
	spool_sha256 TEXT NOT NULL, 
	row_count INTEGER NOT NULL, 
	ground TEXT NOT NULL, 
	sealed_at TEXT, 
	published_at TEXT, 
	abandoned_at TEXT, 
	before_manifest_sequence INTEGER, 
	before_manifest_sha256 TEXT, 
	before_event_sequence INTEGER, 
	before_event_sha256 TEXT, 
	manifest_sha256 TEXT, 
	event_sha256 TEXT, 
	PRIMARY KEY (ordinal), 
	CHECK (state in ('open', 'sealed', 'published', 'abandoned')), 
	UNIQUE (batch)
);
INSERT INTO "batches" VALUES(1,'20261122-aaaa','issue','published','2026-11-22T06:00:00.000000+00:00','2026-11-22','5e771465',1,'5b001',2,'','2026-11-22T06:00:00.000000+00:00','2026-11-22T06:00:00.000000+00:00',NULL,0,'',0,'','0000000000000000000000000000000000000000000000000000000000000001','0000000000000000000000000000000000000000000000000000000000000001');
INSERT INTO "batches" VALUES(2,'20261122-bbbb','issue','open','2026-11-22T06:00:00.000000+00:00','2026-11-22','5e771465',1,'5b001',1,'',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE certificates (
	number TEXT NOT NULL, 
	row_key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	medium TEXT NOT NULL, 
	first_issued_on TEXT NOT NULL, 
	trial INTEGER NOT NULL, 
	suspended INTEGER NOT NULL, 
	ended_by TEXT, 
	void_reason TEXT NOT NULL, 
	newest INTEGER NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "certificates" VALUES('苏建安A(2026)0100001','key-a','safety-a','electronic','2026-11-22',1,0,NULL,'',1);
INSERT INTO "certificates" VALUES('苏建安A(2026)0100002','key-b','safety-a','electronic','2026-11-22',1,0,NULL,'',1);
INSERT INTO "certificates" VALUES('苏建安A(2026)0100003','key-c','safety-a','electronic','2026-11-22',1,0,NULL,'',1);
CREATE TABLE draws (
	ordinal INTEGER NOT NULL, 
	scope TEXT NOT NULL, 
	first INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	PRIMARY KEY (ordinal, scope)
);
INSERT INTO "draws" VALUES(1,'safety/2026/01',1,2);
INSERT INTO "draws" VALUES(1,'status',0,1);
INSERT INTO "draws" VALUES(2,'safety/2026/01',3,3);
INSERT INTO "draws" VALUES(2,'status',2,2);
CREATE TABLE files (
	ordinal INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	PRIMARY KEY (ordinal, position)
)
 WITHOUT ROWID

;
INSERT INTO "files" VALUES(1,0,'0000000000000000000000000000000000000000000000000000000000000000',80000);
INSERT INTO "files" VALUES(1,1,'0000000000000000000000000000000000000000000000000000000000000001',80001);
CREATE TABLE layout (
	version INTEGER NOT NULL, 
	manifest_sequence INTEGER NOT NULL, 
	manifest_sha256 TEXT NOT NULL, 
	event_sequence INTEGER NOT NULL, 
	event_sha256 TEXT NOT NULL
);
INSERT INTO "layout" VALUES(1,1,'0000000000000000000000000000000000000000000000000000000000000001',1,'0000000000000000000000000000000000000000000000000000000000000001');
CREATE TABLE numbers (
	number_key TEXT NOT NULL, 
	number TEXT NOT NULL, 
	PRIMARY KEY (number_key)
)
 WITHOUT ROWID

;
INSERT INTO "numbers" VALUES('苏建安a(2026)0100001','苏建安A(2026)0100001');
INSERT INTO "numbers" VALUES('苏建安a(2026)0100002','苏建安A(2026)0100002');
INSERT INTO "numbers" VALUES('苏建安a(2026)0100003','苏建安A(2026)0100003');
CREATE TABLE revisions (
	ordinal INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	row_key TEXT NOT NULL, 
	facts_digest TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	issued_on TEXT NOT NULL, 
	first_issued_on TEXT NOT NULL, 
	valid_until TEXT, 
	status_place INTEGER NOT NULL, 
	roster TEXT NOT NULL, 
	sheet TEXT NOT NULL, 
	"row" INTEGER NOT NULL, 
	payload BLOB NOT NULL, 
	PRIMARY KEY (ordinal, position), 
	UNIQUE (number, revision), 
	UNIQUE (status_place)
);
INSERT INTO "revisions" VALUES(1,0,'苏建安A(2026)0100001',1,'key-a','facts-a','safety-a','2026-11-22','2026-11-22','2029-11-22',0,'名册.xlsx','A',3,X'7365616C65642D61');
INSERT INTO "revisions" VALUES(1,1,'苏建安A(2026)0100002',1,'key-b','facts-b','safety-a','2026-11-22','2026-11-22','2029-11-22',1,'名册.xlsx','A',3,X'7365616C65642D62');
INSERT INTO "revisions" VALUES(2,0,'苏建安A(2026)0100003',1,'key-c','facts-c','safety-a','2026-11-22','2026-11-22','2029-11-22',2,'名册.xlsx','A',3,X'7365616C65642D63');
CREATE TABLE scopes (
	scope TEXT NOT NULL, 
	first INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	rule TEXT NOT NULL, 
	given INTEGER NOT NULL, 
	PRIMARY KEY (scope)
);
INSERT INTO "scopes" VALUES('safety/2026/01',1,99999,'苏建安{category}({year}){city}{serial:5}',3);
INSERT INTO "scopes" VALUES('status',0,2147483647,'lists of 131072',2);
CREATE INDEX certificates_by_row_key ON certificates (row_key);
COMMIT;
