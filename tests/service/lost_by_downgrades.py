"""What a downgrade of a migration loses by its nature, and why nobody can do without that: by service and revision.

``table`` is all of its rows, ``table in part`` some, ``table.column`` that column of each. Whoever goes back in earnest
makes a backup first (docs/backup.md).
"""

from collections.abc import Mapping

LOST: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "registry": {
        "20261130_1900": (
            "The next migration fills the keys of all, also of names that people once had; those are found no more.",
            "registry.person_name_keys",
        ),
        "20261130_1800": (
            "A beat is of now: the next one comes within seconds.",
            "registry_published.heartbeats",
        ),
        "20261130_1730": (
            "A check verifies the chain itself where the registry has not.",
            "registry_published.verified_certificates",
        ),
        "20261130_1710": (
            "What a ticket states was never said in the older form.",
            (
                "registry.medical_ticket_versions.has_prefectural_expenses, "
                "registry.medical_ticket_versions.has_social_insurance, "
                "registry.medical_ticket_versions.is_late_elderly, "
                "registry.medical_ticket_versions.is_under_infection_law"
            ),
        ),
        "20261130_1700": (
            "What files said stands in the truth; that there were files, and rejected lines, is forgotten.",
            "registry.import_parts, registry.import_rejections, registry.imports",
        ),
        "20261130_1600": (
            "The same JSON, which PostgreSQL has written in its own order.",
            "registry_published.persons.document",
        ),
        "20261129_1440": (
            "Guesses are counted for a minute.",
            "registry.secret_guesses",
        ),
        "20261129_1430": (
            "Misses are counted for an hour at most.",
            "registry_published.misses",
        ),
        "20261129_1420": (
            "There was no record of questions.",
            "registry.person_questions",
        ),
        "20261129_1410": (
            "That an application came late was not recorded.",
            "registry.coverage_versions.accepted_late",
        ),
        "20261120_1700": (
            "The older registry had none of these certificates, reservations and ends.",
            (
                "registry.card_registration_ends, registry.card_reservation_versions, registry.card_reservations, "
                "registry.coverage_versions.voluntary, registry.elderly_certificate_versions, "
                "registry.elderly_certificates, registry.medical_ticket_versions, registry.medical_tickets, "
                "registry.specific_disease_certificate_versions, registry.specific_disease_certificates, "
                "registry.spent_proofs"
            ),
        ),
        "20261120_1610": (
            "Before it there is no registry.",
            (
                "registry.card_registrations, registry.client_versions, registry.clients, registry.coverage_versions, "
                "registry.coverages, registry.institution_versions, registry.institutions, registry.insurer_versions, "
                "registry.insurers, registry.limit_certificate_versions, registry.limit_certificates, "
                "registry.person_versions, registry.persons"
            ),
        ),
        "20261120_1600": (
            "Before it nothing is published.",
            (
                "registry_published.card_certificates, registry_published.institutions, "
                "registry_published.insured_identifiers, registry_published.persons, registry_published.revocations, "
                "registry_published.status_lists, registry_published.token_keys, registry_published.trust_roots"
            ),
        ),
    },
    "consent": {
        "20261130_0900": (
            "There was no record of patients' own readings.",
            "consent.own_readings",
        ),
        "20261129_2350": (
            "Acts are listed anew as they stand, with another place, and say so; the audit tells it.",
            "consent_published.acts.is_from_before, consent_published.acts.listed_in",
        ),
        "20261120_1730": (
            "Before it there is no consent service; what it published could be ended by nobody.",
            (
                "consent.consent_versions, consent.opening_closures, consent.openings, consent.session_ends, "
                "consent.sessions, consent_published.consents, consent_published.openings"
            ),
        ),
    },
    "eligibility": {
        "20261130_1930": (
            "Receptions of lists of the centre are none of the older program.",
            "eligibility.bulk_items in part, eligibility.bulk_receptions in part",
        ),
        "20261130_1920": (
            "A nonce is spent in its record again, whose key stays.",
            "eligibility.nonces",
        ),
        "20261130_1200": (
            "What was sent is kept for a week, and numbers that were registered stand by themselves.",
            (
                "eligibility.bulk_items.sent, eligibility.bulk_receptions.sent, eligibility.number_items, "
                "eligibility.number_receptions"
            ),
        ),
        "20261129_1000": (
            "The order begins anew with the end of `onshi migrate`, above all that is there.",
            "eligibility.record_order.base, eligibility.record_order.begun_under",
        ),
        "20261120_1761": (
            "What was handed out once counts as not handed out: it is recorded again.",
            "eligibility.bulk_items.handed_out_at",
        ),
        "20261120_1740": (
            "What ended by rule is gone, and now nothing says by which: back up before.",
            "eligibility_published.retention_marks",
        ),
        "20261120_1730": (
            "There were no seals; records are sealed anew from the first one on.",
            "eligibility_published.checkpoint_keys, eligibility_published.seals",
        ),
        "20261120_1710": (
            "There were no lists, numbers and receptions; records are listed anew, in one place.",
            (
                "eligibility.bulk_items, eligibility.bulk_receptions, eligibility.idempotency_keys, "
                "eligibility.reference_numbers, eligibility_published.disclosures.coverage_ids, "
                "eligibility_published.disclosures.listed_in"
            ),
        ),
        "20261120_1600": (
            "Before it there is no record. It is copied before anybody goes back so far.",
            "eligibility_published.disclosures",
        ),
    },
    "jpki": {
        "20261130_1720": (
            "A check verifies certificates that were not published.",
            "jpki_published.certificates",
        ),
        "20261130_1650": (
            "Keys of the mass are made by an administrator; cards that had one get one of their own.",
            "jpki.cards.shared_key, jpki.shared_keys",
        ),
        "20261130_1640": (
            "A renewal that is asked for again renews again.",
            "jpki.certificates.request_digest",
        ),
        "20261130_0910": (
            "A further generation is none of the older program; the days on which it issues go with it.",
            "jpki.authorities.issues_from, jpki.authorities.link",
        ),
        "20261130_0900": (
            "A card has its newest certificate alone, and no authority is for signatures. Lists are made anew.",
            "jpki.authorities in part, jpki.certificates in part, jpki.revocation_lists, jpki.revocations in part",
        ),
        "20261130_0850": (
            "A trick waits for the next proof alone.",
            "jpki.card_tricks",
        ),
        "20261130_0830": (
            "Phones are cards of their own.",
            (
                "jpki.cards.phone_of, jpki_published.card_holders.follows_authority_key_id, "
                "jpki_published.card_holders.follows_serial_number, jpki_published.card_holders.replaces"
            ),
        ),
        "20261130_0810": (
            "Faces that did not match are counted from ten again.",
            "jpki.cards.face_tries_left",
        ),
        "20261129_1100": (
            "Nobody said who is the same: each holder is somebody.",
            "jpki_published.card_holders",
        ),
        "20261120_1600": (
            "Before it there is no J-LIS.",
            "jpki.authorities, jpki.card_keys, jpki.cards, jpki.revocations",
        ),
    },
    "reader": {
        "20261130_0900": (
            "All of it ends within the hour.",
            "reader.passcodes, reader.receptions, reader.screens, reader.visits",
        ),
    },
}
