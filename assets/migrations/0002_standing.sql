-- Whether a finding is open, confirmed with a reason, or accepted as a verified exception; and how
-- many exceptions a unit has.

ALTER TABLE finding ADD COLUMN standing TEXT NOT NULL DEFAULT 'open';
CREATE INDEX finding_rule ON finding (rule, record);

ALTER TABLE tally ADD COLUMN excepted INTEGER NOT NULL DEFAULT 0;
