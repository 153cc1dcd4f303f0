-- Which deployment answered, and whether its tokens were counted by nobody.
ALTER TABLE usage_record ADD COLUMN deployment VARCHAR DEFAULT '' NOT NULL;
ALTER TABLE usage_record ADD COLUMN estimated BOOLEAN DEFAULT FALSE NOT NULL;
