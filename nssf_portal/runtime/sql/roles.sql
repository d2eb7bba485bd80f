-- The two roles, their database and what each may do. Run by psql as superuser; running it again changes nothing.
--   psql --variable embedded=1 --file roles.sql   the keeper's cluster (roles may make test databases)
--   as an init script of a PostgreSQL container, with NSSF_OWNER_PASSWORD and NSSF_WEB_PASSWORD in the environment
\set ON_ERROR_STOP on
\getenv owner_password NSSF_OWNER_PASSWORD
\getenv web_password NSSF_WEB_PASSWORD
SET client_min_messages = warning;

SELECT 'CREATE ROLE nssf_web LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nssf_web') \gexec
SELECT 'CREATE ROLE nssf_owner LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nssf_owner') \gexec
-- The owner may become the web role, so that tests and checks can look through its eyes.
GRANT nssf_web TO nssf_owner;
\if :{?owner_password}
ALTER ROLE nssf_owner PASSWORD :'owner_password';
\endif
\if :{?web_password}
ALTER ROLE nssf_web PASSWORD :'web_password';
\endif

SELECT 'CREATE DATABASE nssf OWNER nssf_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'nssf') \gexec

\if :{?embedded}
ALTER ROLE nssf_owner CREATEDB;
-- A new database copies template1 with its default rights: test databases then have the same two roles at work.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE nssf_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO nssf_web;
ALTER DEFAULT PRIVILEGES FOR ROLE nssf_owner GRANT USAGE, SELECT ON SEQUENCES TO nssf_web;
ALTER DEFAULT PRIVILEGES FOR ROLE nssf_owner GRANT EXECUTE ON FUNCTIONS TO nssf_web;
\endif

\connect nssf
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
GRANT USAGE ON SCHEMA public TO nssf_web;
ALTER DEFAULT PRIVILEGES FOR ROLE nssf_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO nssf_web;
ALTER DEFAULT PRIVILEGES FOR ROLE nssf_owner GRANT USAGE, SELECT ON SEQUENCES TO nssf_web;
ALTER DEFAULT PRIVILEGES FOR ROLE nssf_owner GRANT EXECUTE ON FUNCTIONS TO nssf_web;
