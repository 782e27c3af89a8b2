"""DIGIT Urban: what is closed."""

from ..steps import (
    Report,
    agree,
    move,
    note,
    resolve,
    say,
    take,
    triage,
)

CLOSED = [
    Report(
        "pt_receipts",
        "urban",
        41,
        "harjit",
        "web",
        "Property tax receipts show last year's financial year",
        "Since the roll-over on the test tenant, receipts printed for Ludhiana carry "
        "2025-26 although the demand is for 2026-27.\n\nWe checked the billing "
        "period in MDMS: it is right. The receipt template looks at something else.",
        {
            "service": "pdf_service",
            "kind": "bug",
            "deployment": "punjab",
            "impact": "medium",
            "urgency": "medium",
        },
        (
            take(40.2, "arjun"),
            say(
                39.5,
                "arjun",
                "Thank you, Harjit. I can see it on UAT as well: the template takes "
                "the year of the latest assessment, not the one that is paid.",
            ),
            note(33, "arjun", "Fixed in the PDF configuration; Kavya reviews it."),
            take(32, "arjun", "kavya"),
            say(
                28,
                "kavya",
                "The corrected receipt configuration is on UAT. Please print one "
                "receipt for each financial year and tell us.",
            ),
            say(24, "harjit", "Tried with six receipts, all correct. Please close."),
            resolve(23.5, "kavya", "patch_release"),
            agree(23, "harjit"),
        ),
    ),
    Report(
        "tl_renewal_fee",
        "urban",
        38,
        "gurpreet",
        "web",
        "Trade licence renewal: penalty calculated twice",
        "For renewals after 31 March the penalty slab appears twice in the fee "
        "break-up. Three applications in Jalandhar are affected.",
        {
            "service": "tl_services",
            "kind": "bug",
            "deployment": "punjab",
            "impact": "medium",
            "urgency": "medium",
        },
        (
            take(37, "priya", "arjun"),
            say(
                35.5,
                "arjun",
                "The penalty slab exists twice in the master data, once with a "
                "starting date and once without. Please remove the second one.",
            ),
            say(31, "gurpreet", "Removed, and the fee is right now. Thank you!"),
            resolve(30.5, "arjun", "data_fix"),
            agree(30, "gurpreet"),
        ),
    ),
    Report(
        "pgr_sms",
        "urban",
        36,
        "neha",
        "mail",
        "PGR: citizens get no SMS when a complaint is resolved",
        "Complaints closed by the last-mile employee do not send the SMS with the "
        "rating link. The SMS on filing arrives.",
        steps=(
            triage(35.4, "priya", kind="incident", impact="medium", urgency="medium"),
            take(35.2, "priya", "arjun"),
            say(
                32,
                "arjun",
                "The localisation message for this event is missing in your tenant. I "
                "have added it on UAT; please upsert it in production.",
            ),
            resolve(27, "arjun", "data_fix"),
        ),
    ),
    Report(
        "login_down",
        "urban",
        34,
        "harjit",
        "phone",
        "No employee can log in: token service answers 502",
        "Harjit Singh called: since 20 minutes nobody in any ULB of Punjab can log "
        "in. Counters have stopped collecting.",
        {
            "service": "egov_user",
            "operator": "priya",
            "deployment": "punjab",
            "impact": "high",
            "urgency": "high",
        },
        (
            take(33.9, "priya", "kavya"),
            say(
                33.6,
                "kavya",
                "I am on it. The user service is out of database connections. Please "
                "do not restart it yet: we need its thread dump.",
            ),
            note(33.3, "kavya", "Connection leak after the OTP retries; pool was 20."),
            say(
                32.8,
                "kavya",
                "Service is back with a larger pool. Please confirm from two ULBs.",
            ),
            say(32.5, "harjit", "Amritsar and Patiala can log in and collect again."),
            triage(31, "kavya", kind="problem"),
            resolve(21, "kavya", "workaround"),
        ),
    ),
    Report(
        "ws_bill",
        "urban",
        33,
        "amanpreet",
        "mail",
        "Water bill of 4 lakh for a household connection",
        "Connection WS/107/2026-27/000318 was billed 4,12,000 rupees. The meter "
        "reading was typed with two digits too many and I cannot correct it.",
        steps=(
            triage(32.5, "priya", kind="question", impact="low", urgency="medium"),
            take(31, "priya", "arjun"),
            # answered late: a day too much
            say(
                11,
                "arjun",
                "I am sorry for the wait. A wrong reading is corrected by a bill "
                "cancellation with the role WS_CEMP; the steps are attached to the "
                "manual. Your role has been extended.",
            ),
            say(9.5, "amanpreet", "It worked, the new bill is 412 rupees."),
            resolve(9, "arjun", "clarification"),
        ),
    ),
    Report(
        "edcr_scale",
        "urban",
        30,
        "neha",
        "web",
        "eDCR rejects every plan drawn in AutoCAD 2026",
        "The scrutiny report says that the plot layer is missing. The same drawing "
        "saved for an older version passes.",
        {"service": "edcr", "kind": "bug", "impact": "high", "urgency": "low"},
        (
            triage(29.5, "priya", impact="medium", urgency="low"),
            take(29, "priya", "kavya"),
            say(
                26,
                "kavya",
                "Reproduced. Until the reader knows this format, ask architects to "
                "save as 2018 DXF; a notice for the portal is attached.",
            ),
            resolve(20, "kavya", "workaround"),
        ),
    ),
    Report(
        "spam",
        "urban",
        29,
        "Growth Team <offers@growth.example.net>",
        "mail",
        "Rank your municipality first in search results",
        "Dear Sir or Madam, we noticed that your website could be much more visible.",
        steps=(
            note(28, "priya", "Advertising, not ours."),
            move(27.9, "priya", "rejected"),
        ),
    ),
    Report(
        "pt_duplicate",
        "urban",
        26,
        "gurpreet",
        "web",
        "Duplicate property IDs after migration of Phagwara",
        "Please ignore my report of the duplicates: we had run the migration twice.",
        {
            "service": "property_services",
            "deployment": "punjab",
            "impact": "low",
            "urgency": "low",
        },
        (move(24, "arjun", "cancelled"),),
    ),
]
