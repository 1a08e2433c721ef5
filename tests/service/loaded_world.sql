-- What only a browser, an administrator or an instant leaves in a world; tests/service/loaded_world.py puts it there.

-- A patient at a card reader, the staff's passcode.
INSERT INTO reader.visits (visit_id, reader, browser_digest, turn, step, carrier, has_pin, ends_at)
VALUES ('019a0000-0000-7000-8000-0000000000c1', 'r', '\x01', 1, 'card', 'card', true, now());
INSERT INTO reader.passcodes VALUES ('9910000018', '\x01', now(), NULL);
INSERT INTO reader.screens VALUES ('r', 'c');
INSERT INTO reader.receptions (reader, check_id, kept_until)
VALUES ('r', '019a0000-0000-7000-8000-0000000000c1', now());

-- For the moment of a proof, of a part of a file, of a beat.
INSERT INTO registry.card_registration_ends
SELECT version_id, 'other', now(), 'operator' FROM registry.card_registrations LIMIT 1;
INSERT INTO registry.spent_proofs VALUES ('\x01', now(), 'portal');
INSERT INTO registry.import_parts (import_id, place, first_line) SELECT import_id, 1, 1 FROM registry.imports LIMIT 1;
INSERT INTO registry_published.heartbeats VALUES ('registry', now()) ON CONFLICT DO NOTHING;

-- A message of many, a list of the centre, numbers that were registered together.
INSERT INTO eligibility.bulk_receptions
    (reception_number, received_at, expires_at, client_id, role, institution_code, as_of, kind, sent)
VALUES ('019a0000-0000-7000-8000-0000000000c1', now(), now(), 'clinic', 'institution', '9910000018', '2026-11-20',
        'muquc', 'sent'),
       ('019a0000-0000-7000-8000-0000000000c2', now(), now(), 'clinic', 'institution', '9910000018', '2026-11-20',
        'other', NULL);
INSERT INTO eligibility.bulk_items (reception_number, place, item_reference, sent, error, recheck_of)
VALUES ('019a0000-0000-7000-8000-0000000000c1', 0, 'p-0', 'sent', 'e', NULL),
       ('019a0000-0000-7000-8000-0000000000c2', 0, 'p-0', NULL, NULL, '019a0000-0000-7000-8000-0000000000c1');
INSERT INTO eligibility.number_receptions (reception_number, received_at, expires_at, institution_code)
VALUES ('019a0000-0000-7000-8000-0000000000c1', now(), now(), '9910000018');
INSERT INTO eligibility.number_items VALUES ('019a0000-0000-7000-8000-0000000000c1', 0, 'P-1', NULL, NULL);

-- An administrator's steps: a key of the mass, a further generation, a mark of records that have ended.
INSERT INTO jpki.shared_keys VALUES (1, '\x01');
UPDATE jpki.cards SET shared_key = 1 WHERE card_id = (SELECT card_id FROM jpki.cards LIMIT 1);
UPDATE jpki.authorities SET issues_from = '2030-01-01', link = '\x01' WHERE generation = 3;
INSERT INTO eligibility_published.retention_marks (from_sequence, through_sequence, through_hash, record_count,
    changed_count, kept_days, removed_at, key_id, signature)
SELECT 1, sequence, merkle_root, 1, 0, 8, now(), key_id, signature FROM eligibility_published.seals LIMIT 1;
