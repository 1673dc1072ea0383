-- Run by the owner after every migrate; running it again changes nothing.
-- What the application role may do: read and write rows, but never rewrite the audit trail or the events of a meeting.
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO giaoban_app', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO giaoban_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO giaoban_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO giaoban_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO giaoban_app;
DO $$
DECLARE
    sealed text;
BEGIN
    -- After a big load the application takes statistics itself; older servers wait for their own round.
    IF current_setting('server_version_num')::int >= 170000 THEN
        GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO giaoban_app;
    END IF;
    FOREACH sealed IN ARRAY ARRAY['audit_entry', 'audit_seal', 'audit_root', 'audit_installation',
                                'conferences_conferenceevent'] LOOP
        IF to_regclass(sealed) IS NOT NULL THEN
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM giaoban_app', sealed);
        END IF;
    END LOOP;
END
$$;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM giaoban_app;
