-- Run by the superuser of a new cluster: two roles. The owner migrates, the application role serves.
-- On a PostgreSQL of your own: run this once, give both roles a password, create the database
-- (CREATE DATABASE giaoban OWNER giaoban_owner), then `giaoban migrate` does the rest.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'giaoban_owner') THEN
        CREATE ROLE giaoban_owner LOGIN CREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'giaoban_app') THEN
        CREATE ROLE giaoban_app LOGIN;
    END IF;
END
$$;
