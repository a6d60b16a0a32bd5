BEGIN TRANSACTION;
CREATE TABLE baseline (
	only INTEGER NOT NULL CHECK (only = 1), 
	day TEXT NOT NULL, 
	left_out TEXT NOT NULL, 
	PRIMARY KEY (only)
)
 STRICT

;
INSERT INTO "baseline" VALUES(1,'2027-01-15','["2025-01-10-10bcd8d3"]');
CREATE TABLE batch (
	id TEXT NOT NULL, 
	"plan" INTEGER NOT NULL, 
	notice TEXT NOT NULL, 
	carrier TEXT NOT NULL, 
	claimed_at TEXT NOT NULL, 
	lease_until TEXT NOT NULL, 
	settled_at TEXT, 
	message_id TEXT, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY("plan", notice) REFERENCES notice ("plan", id)
)
 STRICT

;
INSERT INTO "batch" VALUES('d000010',1,'63ddc7417a3b6213f7d06cf4b510a307','sendgrid','2027-01-15T09:02:00.000000+00:00','2027-01-15T09:17:00.000000+00:00','2027-01-15T09:02:01.000000+00:00','m',NULL);
INSERT INTO "batch" VALUES('d000011',1,'63ddc7417a3b6213f7d06cf4b510a307','sendgrid','2027-01-15T09:02:01.000000+00:00','2027-01-15T09:17:01.000000+00:00','2027-01-15T09:02:02.000000+00:00','m',NULL);
INSERT INTO "batch" VALUES('d000012',1,'63ddc7417a3b6213f7d06cf4b510a307','outbox','2027-01-15T09:02:02.000000+00:00','2027-01-15T09:17:02.000000+00:00','2027-01-15T09:02:03.000000+00:00','m',NULL);
CREATE TABLE delivery (
	id TEXT NOT NULL, 
	"plan" INTEGER NOT NULL, 
	notice TEXT, 
	recipient TEXT NOT NULL, 
	address TEXT, 
	name TEXT, 
	mailbox TEXT, 
	substitutions TEXT, 
	services TEXT, 
	reason TEXT, 
	told_as TEXT, 
	state TEXT NOT NULL, 
	batch TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY("plan", notice) REFERENCES notice ("plan", id), 
	UNIQUE ("plan", notice, recipient), 
	CONSTRAINT state_is_known CHECK (state IN ('planned', 'sending', 'accepted', 'delivered', 'bounced', 'dropped', 'withheld', 'excluded', 'cancelled', 'failed', 'unknown')), 
	CONSTRAINT only_excluded_lack_address CHECK ((state = 'excluded') = (address IS NULL)), 
	CONSTRAINT told_something CHECK (state = 'excluded' OR notice IS NOT NULL), 
	CONSTRAINT excluded_for_a_known_reason CHECK (state <> 'excluded' OR reason IN ('no address', 'other services', 'same mailbox', 'already told')), 
	CONSTRAINT sending_in_a_batch CHECK (state <> 'sending' OR batch IS NOT NULL), 
	FOREIGN KEY("plan") REFERENCES "plan" (number), 
	FOREIGN KEY(batch) REFERENCES batch (id)
)
 STRICT

;
INSERT INTO "delivery" VALUES('d000001',1,'63ddc7417a3b6213f7d06cf4b510a307','p0000','p0000@example.com','','p0000@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'accepted','d000010');
INSERT INTO "delivery" VALUES('d000002',1,'63ddc7417a3b6213f7d06cf4b510a307','p0001','p0001@example.com','','p0001@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'accepted','d000010');
INSERT INTO "delivery" VALUES('d000003',1,'63ddc7417a3b6213f7d06cf4b510a307','p0002','p0002@example.com','','p0002@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'unknown','d000011');
INSERT INTO "delivery" VALUES('d000004',1,'63ddc7417a3b6213f7d06cf4b510a307','p0003','p0003@example.com','','p0003@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'unknown','d000011');
INSERT INTO "delivery" VALUES('d000005',1,'63ddc7417a3b6213f7d06cf4b510a307','p0004','p0004@example.com','','p0004@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'withheld','d000012');
INSERT INTO "delivery" VALUES('d000006',1,'63ddc7417a3b6213f7d06cf4b510a307','p0005','p0005@example.com','','p0005@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'withheld','d000012');
INSERT INTO "delivery" VALUES('d000007',1,'63ddc7417a3b6213f7d06cf4b510a307','p0006','p0006@example.com','','p0006@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'planned',NULL);
INSERT INTO "delivery" VALUES('d000008',1,'63ddc7417a3b6213f7d06cf4b510a307','p0007','p0007@example.com','','p0007@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'planned',NULL);
INSERT INTO "delivery" VALUES('d000009',1,'63ddc7417a3b6213f7d06cf4b510a307','post',NULL,NULL,NULL,NULL,NULL,'no address',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000013',2,'63ddc7417a3b6213f7d06cf4b510a307','late','late@example.com','','late@example.com','{"f565f10e967662fca3e0-greeting.t": "Hello,", "f565f10e967662fca3e0-greeting.h": "Hello,", "f565f10e967662fca3e0-label": "Your services", "f565f10e967662fca3e0-services.t": "Messaging", "f565f10e967662fca3e0-services.h": "Messaging", "f565f10e967662fca3e0-why.t": "You use Messaging from", "f565f10e967662fca3e0-why.h": "You use Messaging from"}','["Messaging"]',NULL,NULL,'planned',NULL);
INSERT INTO "delivery" VALUES('d000014',2,'63ddc7417a3b6213f7d06cf4b510a307','post',NULL,NULL,NULL,NULL,NULL,'no address',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000015',2,NULL,'p0000',NULL,NULL,NULL,NULL,NULL,'already told',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000016',2,NULL,'p0001',NULL,NULL,NULL,NULL,NULL,'already told',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000017',2,NULL,'p0002',NULL,NULL,NULL,NULL,NULL,'already told',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000018',2,NULL,'p0003',NULL,NULL,NULL,NULL,NULL,'already told',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000019',2,NULL,'p0004',NULL,NULL,NULL,NULL,NULL,'already told',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000020',2,NULL,'p0005',NULL,NULL,NULL,NULL,NULL,'already told',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000021',2,NULL,'p0006',NULL,NULL,NULL,NULL,NULL,'already told',NULL,'excluded',NULL);
INSERT INTO "delivery" VALUES('d000022',2,NULL,'p0007',NULL,NULL,NULL,NULL,NULL,'already told',NULL,'excluded',NULL);
CREATE TABLE event (
	number INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	"plan" INTEGER, 
	body TEXT NOT NULL, 
	prev_hash TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (prev_hash), 
	UNIQUE (hash)
)
 STRICT

;
INSERT INTO "event" VALUES(1,'2027-01-15T09:00:00.000000+00:00','baseline',NULL,'{"day":"2027-01-15","left_out":["2025-01-10-10bcd8d3"]}','0000000000000000000000000000000000000000000000000000000000000000','f1bf0900b717faeb355274ce587edcdf2b3b7beb9fd13d03ec952ca3b3f5a013');
INSERT INTO "event" VALUES(2,'2027-01-15T09:00:00.000000+00:00','plan',1,'{"hash":"1aa22926b1e061ae57f80aef46a26ac2a9a1a88b4fefe71567a9342e9502b991"}','f1bf0900b717faeb355274ce587edcdf2b3b7beb9fd13d03ec952ca3b3f5a013','2afee28f47e863133a8eb0008f8730d9c5762af28150172295677b9f387df7be');
INSERT INTO "event" VALUES(3,'2027-01-15T09:00:00.000000+00:00','step',1,'{"deliveries":["d000001","d000002","d000003","d000004","d000005","d000006","d000007","d000008"],"to":"planned"}','2afee28f47e863133a8eb0008f8730d9c5762af28150172295677b9f387df7be','5bb3c02fe4c93fe1b6f379529fe2a361a38b2f9f32b073b58819dc3f6f8ffb50');
INSERT INTO "event" VALUES(4,'2027-01-15T09:00:00.000000+00:00','step',1,'{"deliveries":["d000009"],"to":"excluded"}','5bb3c02fe4c93fe1b6f379529fe2a361a38b2f9f32b073b58819dc3f6f8ffb50','67c2bfd20c904f3748c1f7991303e6da1bdc94758502056c0b52663f7aead097');
INSERT INTO "event" VALUES(5,'2027-01-15T09:01:00.000000+00:00','approval',1,'{"by":"Counsel","hash":"1aa22926b1e061ae57f80aef46a26ac2a9a1a88b4fefe71567a9342e9502b991"}','67c2bfd20c904f3748c1f7991303e6da1bdc94758502056c0b52663f7aead097','95918dfc1706c1307371c788e5d07659d623c611fc307403462d78062806582d');
INSERT INTO "event" VALUES(6,'2027-01-15T09:02:00.000000+00:00','step',1,'{"batch":"d000010","deliveries":["d000001","d000002"],"to":"sending"}','95918dfc1706c1307371c788e5d07659d623c611fc307403462d78062806582d','5ac1fe79865c5a62413f55cf5028da558058c8735005c9a05573fff5408a8e25');
INSERT INTO "event" VALUES(7,'2027-01-15T09:02:01.000000+00:00','step',1,'{"batch":"d000010","deliveries":["d000001","d000002"],"to":"accepted"}','5ac1fe79865c5a62413f55cf5028da558058c8735005c9a05573fff5408a8e25','5c0e8e3dbd39dab527e99f1b7a7de07532ac516fd7db19b421cd6638fa6b4d8f');
INSERT INTO "event" VALUES(8,'2027-01-15T09:02:01.000000+00:00','step',1,'{"batch":"d000011","deliveries":["d000003","d000004"],"to":"sending"}','5c0e8e3dbd39dab527e99f1b7a7de07532ac516fd7db19b421cd6638fa6b4d8f','a003e9016a926a013cf17b5703cdba1dcab153041074e4d08d1ef0523d980d25');
INSERT INTO "event" VALUES(9,'2027-01-15T09:02:02.000000+00:00','step',1,'{"batch":"d000011","deliveries":["d000003","d000004"],"to":"unknown"}','a003e9016a926a013cf17b5703cdba1dcab153041074e4d08d1ef0523d980d25','d8d6b2151f1ca74e430f0102290812c199321baf6c64c2c3dcdc47203b894bd7');
INSERT INTO "event" VALUES(10,'2027-01-15T09:02:02.000000+00:00','step',1,'{"batch":"d000012","deliveries":["d000005","d000006"],"to":"sending"}','d8d6b2151f1ca74e430f0102290812c199321baf6c64c2c3dcdc47203b894bd7','e5d4638ee74d21e978247c693a42d84241dc8995c1a68f52349d8f89093d0d1d');
INSERT INTO "event" VALUES(11,'2027-01-15T09:02:03.000000+00:00','step',1,'{"batch":"d000012","deliveries":["d000005","d000006"],"to":"withheld"}','e5d4638ee74d21e978247c693a42d84241dc8995c1a68f52349d8f89093d0d1d','2eae026ee57f920a129b72d72a14ffcdb06243cfd8189a6bb54b752c0fbbe379');
INSERT INTO "event" VALUES(12,'2027-01-15T09:02:03.000000+00:00','plan',2,'{"hash":"122c3b9a96dcbe655e50389fa869e467478ca97635830c86ed580f0fd33c0793"}','2eae026ee57f920a129b72d72a14ffcdb06243cfd8189a6bb54b752c0fbbe379','4584192769f2d2fd81305e87ba185dc44f876763bea5b526fb582cfbc63d0b0f');
INSERT INTO "event" VALUES(13,'2027-01-15T09:02:03.000000+00:00','step',2,'{"deliveries":["d000013"],"to":"planned"}','4584192769f2d2fd81305e87ba185dc44f876763bea5b526fb582cfbc63d0b0f','ea9fd1534eb71bb5785049c98cad98a81d7a4a9b1f472b372ac4ccf4f3b44527');
INSERT INTO "event" VALUES(14,'2027-01-15T09:02:03.000000+00:00','step',2,'{"deliveries":["d000014","d000015","d000016","d000017","d000018","d000019","d000020","d000021","d000022"],"to":"excluded"}','ea9fd1534eb71bb5785049c98cad98a81d7a4a9b1f472b372ac4ccf4f3b44527','ed2984fe3f636ba722de17cb05d38483b16a779d1f62ec8f2e9814d085e6db7b');
CREATE TABLE ledger (
	schema INTEGER NOT NULL, 
	made_at TEXT NOT NULL, 
	PRIMARY KEY (schema)
)
 STRICT

;
INSERT INTO "ledger" VALUES(1,'2027-01-15T09:00:00+00:00');
CREATE TABLE notice (
	"plan" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	day TEXT NOT NULL, 
	language TEXT NOT NULL, 
	covered TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	from_name TEXT NOT NULL, 
	from_address TEXT NOT NULL, 
	reply_to TEXT, 
	subject TEXT NOT NULL, 
	text TEXT NOT NULL, 
	html TEXT NOT NULL, 
	PRIMARY KEY ("plan", id), 
	FOREIGN KEY("plan") REFERENCES "plan" (number)
)
 STRICT

;
INSERT INTO "notice" VALUES(1,'63ddc7417a3b6213f7d06cf4b510a307','2027-03-01','en','["2027-01-11-4f121877"]','legal','Example Messaging','policies@policies.example.com','privacy@example.com','Example Messaging: Privacy Policy changes on 1 March 2027','f565f10e967662fca3e0-greeting.t

f565f10e967662fca3e0-label: f565f10e967662fca3e0-services.t.
What changes: Privacy Policy: We keep call records for 90 days instead
of 30.
For you: This reduces your rights.
From: 1 March 2027, 00:00 (UTC).
What you can do: You can delete a record in the app at any time.


PRIVACY POLICY
--------------

In plain words

We keep call records for 90 days instead of 30.

What you can do

You can delete a record in the app at any time.

The words, [-before-] and {+after+}

  3. Retention
  We keep call records for [-30-] {+90+} days.

Every change, marked: https://policies.example.com/privacy/2027-03-01/2027-01-11-4f121877/changes/
The text from 1 March 2027: https://policies.example.com/privacy/2027-03-01/2027-01-11-4f121877/
The text until then: https://policies.example.com/privacy/2025-03-01/2025-01-10-10bcd8d3/


Why you get this mail

f565f10e967662fca3e0-why.t Example Messaging, and what changes applies
to you.
This is a legal notice and not advertising: we owe it to everyone
concerned, so it cannot be switched off.
Questions? Answer this mail, or write to privacy@example.com.
To check that this mail is genuine, type https://policies.example.com/
into your browser yourself and compare.

Example Messaging
1 Sample Quay, Example Town
','<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>Example Messaging: 1 March 2027</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; padding: 0; background: #f3f4f6; color: #1c2430; font: 16px/1.55 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100%; overflow-wrap: anywhere; }
.page { max-width: 600px; margin: 0 auto; padding: 24px 16px 40px; }
.company { margin: 0 0 12px; padding: 0 4px; font-weight: 600; color: #4a5565; }
.card { background: #ffffff; border: 1px solid #dde1e7; border-radius: 10px; padding: 28px 28px 20px; }
p, ul, ol { margin: 0 0 14px; }
ul, ol { padding-left: 22px; }
.facts { margin: 0; padding: 0; }
.facts p { margin: 0; padding: 10px 0; border-top: 1px solid #e6e9ee; }
.label { display: block; font-size: 13px; line-height: 1.3; color: #5a6573; }
.day { font-weight: 600; }
.reduces { font-weight: 600; color: #9b1c1c; }
.expands { font-weight: 600; color: #166534; }
h2 { margin: 36px 0 8px; padding-top: 24px; border-top: 1px solid #dde1e7; font-size: 21px; line-height: 1.3; }
h3 { margin: 24px 0 8px; font-size: 16px; line-height: 1.3; }
.passage { margin: 0 0 12px; padding: 12px 14px; background: #f7f8fa; border-left: 3px solid #c3cad4; border-radius: 0 6px 6px 0; font-size: 15px; }
.passage strong { display: block; margin-bottom: 4px; font-size: 13px; color: #5a6573; }
a { color: #1a56b0; text-decoration: underline; text-underline-offset: 2px; }
.links { list-style: none; padding: 0; }
.links li { margin: 0 0 8px; }
.links .first a { display: inline-block; padding: 11px 18px; border-radius: 7px; background: #1a56b0; color: #ffffff; font-weight: 600; text-decoration: none; }
.why { padding: 20px 4px 0; font-size: 13px; line-height: 1.5; color: #5a6573; }
.why p { margin: 0 0 8px; }
@media (max-width: 480px) {
  .page { padding: 12px 8px 28px; }
  .card { padding: 20px 18px 14px; }
}
@media (prefers-color-scheme: dark) {
  body { background: #12161c; color: #e4e8ee; }
  .company, .why, .label, .passage strong { color: #a3adba; }
  .card { background: #1b212a; border-color: #303945; }
  .facts p, h2 { border-color: #303945; }
  .passage { background: #222a35; border-color: #4a5666; }
  .reduces { color: #fca5a5; }
  .expands { color: #86efac; }
  a { color: #8ab8ff; }
  .links .first a { background: #2f6fd0; color: #ffffff; }
  ins { color: #86efac !important; background: #173524 !important; }
  del { color: #fca5a5 !important; background: #3f1d20 !important; }
}
</style>
</head>
<body>
<div class="page">
<p class="company">Example Messaging</p>
<div class="card">
<p>f565f10e967662fca3e0-greeting.h</p>
<div class="facts">
<p><span class="label">f565f10e967662fca3e0-label</span> f565f10e967662fca3e0-services.h</p>
<p><span class="label">What changes</span> Privacy Policy: We keep call records for 90 days instead of 30.</p>
<p><span class="label">For you</span> <span class="reduces">This reduces your rights.</span></p>
<p><span class="label">From</span> <span class="day">1 March 2027, 00:00 (UTC)</span></p>
<p><span class="label">What you can do</span> You can delete a record in the app at any time.</p>
</div>
<h2>Privacy Policy</h2>
<h3>In plain words</h3>
<div lang="en"><p>We keep call records for 90 days instead of 30.</p></div>
<h3>What you can do</h3>
<div lang="en"><p>You can delete a record in the app at any time.</p></div>
<h3>The words, <del style="color:#9b1c1c;background:#fdeaea;text-decoration:line-through">before</del> and <ins style="color:#166534;background:#e7f6ec;text-decoration:underline">after</ins></h3>
<p class="passage" lang="en">
<strong>3. Retention</strong>
We keep call records for
<del style="color:#9b1c1c;background:#fdeaea;text-decoration:line-through">30</del>
<ins style="color:#166534;background:#e7f6ec;text-decoration:underline">90</ins>
days.
</p>
<ul class="links">
<li class="first"><a href="https://policies.example.com/privacy/2027-03-01/2027-01-11-4f121877/changes/">See every change, marked</a></li>
<li><a href="https://policies.example.com/privacy/2027-03-01/2027-01-11-4f121877/">The text from 1 March 2027</a></li>
<li><a href="https://policies.example.com/privacy/2025-03-01/2025-01-10-10bcd8d3/">The text until then</a></li>
</ul>
</div>
<div class="why">
<p><b>Why you get this mail.</b> f565f10e967662fca3e0-why.h Example Messaging, and what changes applies to you. This is a legal notice and not advertising: we owe it to everyone concerned, so it cannot be switched off.</p>
<p>Questions? Answer this mail, or write to privacy@example.com.</p>
<p>To check that this mail is genuine, type https://policies.example.com/ into your browser yourself and compare.</p>
<p>Example Messaging<br>1 Sample Quay, Example Town</p>
</div>
</div>
</body>
</html>
');
INSERT INTO "notice" VALUES(2,'63ddc7417a3b6213f7d06cf4b510a307','2027-03-01','en','["2027-01-11-4f121877"]','legal','Example Messaging','policies@policies.example.com','privacy@example.com','Example Messaging: Privacy Policy changes on 1 March 2027','f565f10e967662fca3e0-greeting.t

f565f10e967662fca3e0-label: f565f10e967662fca3e0-services.t.
What changes: Privacy Policy: We keep call records for 90 days instead
of 30.
For you: This reduces your rights.
From: 1 March 2027, 00:00 (UTC).
What you can do: You can delete a record in the app at any time.


PRIVACY POLICY
--------------

In plain words

We keep call records for 90 days instead of 30.

What you can do

You can delete a record in the app at any time.

The words, [-before-] and {+after+}

  3. Retention
  We keep call records for [-30-] {+90+} days.

Every change, marked: https://policies.example.com/privacy/2027-03-01/2027-01-11-4f121877/changes/
The text from 1 March 2027: https://policies.example.com/privacy/2027-03-01/2027-01-11-4f121877/
The text until then: https://policies.example.com/privacy/2025-03-01/2025-01-10-10bcd8d3/


Why you get this mail

f565f10e967662fca3e0-why.t Example Messaging, and what changes applies
to you.
This is a legal notice and not advertising: we owe it to everyone
concerned, so it cannot be switched off.
Questions? Answer this mail, or write to privacy@example.com.
To check that this mail is genuine, type https://policies.example.com/
into your browser yourself and compare.

Example Messaging
1 Sample Quay, Example Town
','<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>Example Messaging: 1 March 2027</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; padding: 0; background: #f3f4f6; color: #1c2430; font: 16px/1.55 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100%; overflow-wrap: anywhere; }
.page { max-width: 600px; margin: 0 auto; padding: 24px 16px 40px; }
.company { margin: 0 0 12px; padding: 0 4px; font-weight: 600; color: #4a5565; }
.card { background: #ffffff; border: 1px solid #dde1e7; border-radius: 10px; padding: 28px 28px 20px; }
p, ul, ol { margin: 0 0 14px; }
ul, ol { padding-left: 22px; }
.facts { margin: 0; padding: 0; }
.facts p { margin: 0; padding: 10px 0; border-top: 1px solid #e6e9ee; }
.label { display: block; font-size: 13px; line-height: 1.3; color: #5a6573; }
.day { font-weight: 600; }
.reduces { font-weight: 600; color: #9b1c1c; }
.expands { font-weight: 600; color: #166534; }
h2 { margin: 36px 0 8px; padding-top: 24px; border-top: 1px solid #dde1e7; font-size: 21px; line-height: 1.3; }
h3 { margin: 24px 0 8px; font-size: 16px; line-height: 1.3; }
.passage { margin: 0 0 12px; padding: 12px 14px; background: #f7f8fa; border-left: 3px solid #c3cad4; border-radius: 0 6px 6px 0; font-size: 15px; }
.passage strong { display: block; margin-bottom: 4px; font-size: 13px; color: #5a6573; }
a { color: #1a56b0; text-decoration: underline; text-underline-offset: 2px; }
.links { list-style: none; padding: 0; }
.links li { margin: 0 0 8px; }
.links .first a { display: inline-block; padding: 11px 18px; border-radius: 7px; background: #1a56b0; color: #ffffff; font-weight: 600; text-decoration: none; }
.why { padding: 20px 4px 0; font-size: 13px; line-height: 1.5; color: #5a6573; }
.why p { margin: 0 0 8px; }
@media (max-width: 480px) {
  .page { padding: 12px 8px 28px; }
  .card { padding: 20px 18px 14px; }
}
@media (prefers-color-scheme: dark) {
  body { background: #12161c; color: #e4e8ee; }
  .company, .why, .label, .passage strong { color: #a3adba; }
  .card { background: #1b212a; border-color: #303945; }
  .facts p, h2 { border-color: #303945; }
  .passage { background: #222a35; border-color: #4a5666; }
  .reduces { color: #fca5a5; }
  .expands { color: #86efac; }
  a { color: #8ab8ff; }
  .links .first a { background: #2f6fd0; color: #ffffff; }
  ins { color: #86efac !important; background: #173524 !important; }
  del { color: #fca5a5 !important; background: #3f1d20 !important; }
}
</style>
</head>
<body>
<div class="page">
<p class="company">Example Messaging</p>
<div class="card">
<p>f565f10e967662fca3e0-greeting.h</p>
<div class="facts">
<p><span class="label">f565f10e967662fca3e0-label</span> f565f10e967662fca3e0-services.h</p>
<p><span class="label">What changes</span> Privacy Policy: We keep call records for 90 days instead of 30.</p>
<p><span class="label">For you</span> <span class="reduces">This reduces your rights.</span></p>
<p><span class="label">From</span> <span class="day">1 March 2027, 00:00 (UTC)</span></p>
<p><span class="label">What you can do</span> You can delete a record in the app at any time.</p>
</div>
<h2>Privacy Policy</h2>
<h3>In plain words</h3>
<div lang="en"><p>We keep call records for 90 days instead of 30.</p></div>
<h3>What you can do</h3>
<div lang="en"><p>You can delete a record in the app at any time.</p></div>
<h3>The words, <del style="color:#9b1c1c;background:#fdeaea;text-decoration:line-through">before</del> and <ins style="color:#166534;background:#e7f6ec;text-decoration:underline">after</ins></h3>
<p class="passage" lang="en">
<strong>3. Retention</strong>
We keep call records for
<del style="color:#9b1c1c;background:#fdeaea;text-decoration:line-through">30</del>
<ins style="color:#166534;background:#e7f6ec;text-decoration:underline">90</ins>
days.
</p>
<ul class="links">
<li class="first"><a href="https://policies.example.com/privacy/2027-03-01/2027-01-11-4f121877/changes/">See every change, marked</a></li>
<li><a href="https://policies.example.com/privacy/2027-03-01/2027-01-11-4f121877/">The text from 1 March 2027</a></li>
<li><a href="https://policies.example.com/privacy/2025-03-01/2025-01-10-10bcd8d3/">The text until then</a></li>
</ul>
</div>
<div class="why">
<p><b>Why you get this mail.</b> f565f10e967662fca3e0-why.h Example Messaging, and what changes applies to you. This is a legal notice and not advertising: we owe it to everyone concerned, so it cannot be switched off.</p>
<p>Questions? Answer this mail, or write to privacy@example.com.</p>
<p>To check that this mail is genuine, type https://policies.example.com/ into your browser yourself and compare.</p>
<p>Example Messaging<br>1 Sample Quay, Example Town</p>
</div>
</div>
</body>
</html>
');
CREATE TABLE "plan" (
	number INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	today TEXT NOT NULL, 
	read_at TEXT NOT NULL, 
	recipients INTEGER NOT NULL, 
	override_who TEXT, 
	override_why TEXT, 
	approved_by TEXT, 
	approved_at TEXT, 
	replaced_by INTEGER, 
	PRIMARY KEY (number), 
	CHECK (approved_at IS NULL OR replaced_by IS NULL), 
	CHECK (length(hash) = 64), 
	CHECK ((override_who IS NULL) = (override_why IS NULL)), 
	CHECK ((approved_by IS NULL) = (approved_at IS NULL)), 
	FOREIGN KEY(replaced_by) REFERENCES "plan" (number) DEFERRABLE INITIALLY DEFERRED
)
 STRICT

;
INSERT INTO "plan" VALUES(1,'1aa22926b1e061ae57f80aef46a26ac2a9a1a88b4fefe71567a9342e9502b991','2027-01-15T09:00:00.000000+00:00','2027-01-15','cccccccccccccccccccccccccccccccccccccccc',9,NULL,NULL,'Counsel','2027-01-15T09:01:00.000000+00:00',NULL);
INSERT INTO "plan" VALUES(2,'122c3b9a96dcbe655e50389fa869e467478ca97635830c86ed580f0fd33c0793','2027-01-15T09:02:03.000000+00:00','2027-02-20','cccccccccccccccccccccccccccccccccccccccc',10,NULL,NULL,NULL,NULL,NULL);
CREATE UNIQUE INDEX a_plan_stands_once ON "plan" (hash) WHERE replaced_by IS NULL;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
CREATE UNIQUE INDEX a_mailbox_gets_a_notice_once ON delivery (notice, mailbox) WHERE state NOT IN ('cancelled', 'excluded', 'failed');
CREATE INDEX delivery_by_state ON delivery (state, "plan", notice, id);
CREATE INDEX delivery_by_mailbox ON delivery (mailbox);
COMMIT;
