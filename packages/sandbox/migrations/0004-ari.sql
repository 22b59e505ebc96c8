-- Who shares a limit that was set: all merchants of the application, or each has its own.
ALTER TABLE application_limits
  ADD COLUMN per text NOT NULL DEFAULT 'application' CHECK (per IN ('application', 'merchant'));
