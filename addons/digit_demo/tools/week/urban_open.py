"""DIGIT Urban: what is open, those first on which somebody works."""

from ..steps import (
    Report,
    acknowledge,
    confirm_bug,
    escalate,
    move,
    note,
    overrule,
    plan_fix,
    publish,
    say,
    take,
    triage,
)

OPEN = [
    # answered, being worked on
    Report(
        "obpas_noc",
        "urban",
        31,
        "neha",
        "web",
        "Fire NOC stays 'in progress' after approval",
        "Four building plans wait in the inbox of the approver. The NOC of the fire "
        "department was approved there, the plan does not notice.",
        {"kind": "incident", "impact": "medium", "urgency": "medium"},
        (
            take(30, "priya", "arjun"),
            say(
                27,
                "arjun",
                "The NOC service sends the event, the building plan service reads it "
                "from another topic. We look into the configuration.",
            ),
            note(20, "arjun", "Topic names differ between the two charts; ask L3."),
            take(19, "arjun", "rahul"),
            say(8, "rahul", "A corrected chart is in review; we deliver it tomorrow."),
        ),
    ),
    Report(
        "pt_mutation",
        "urban",
        15,
        "amanpreet",
        "phone",
        "Mutation fee is zero for inherited property",
        "Amanpreet Gill called: for 'succession or inheritance' the fee is 0, the "
        "State's notification of October says 500 rupees.",
        {
            "operator": "priya",
            "kind": "change_request",
            "impact": "medium",
            "urgency": "low",
        },
        (
            take(14, "priya", "arjun"),
            say(
                12.5,
                "arjun",
                "This is the mutation fee in the master data. Please send us the "
                "notification, so that Satluj can enter the new slab.",
            ),
        ),
    ),
    Report(
        "dashboard_slow",
        "urban",
        20,
        "harjit",
        "mail",
        "State dashboard needs two minutes to load",
        "The property tax tab of the dashboard became very slow over the last "
        "weeks. The other tabs are as before.",
        steps=(
            triage(
                19.4,
                "priya",
                deployment="punjab",
                service="dashboard_analytics",
                kind="problem",
                impact="medium",
                urgency="medium",
            ),
            take(19, "priya", "rahul"),
            say(
                14,
                "rahul",
                "The index has grown to 90 GB because each payment is indexed with "
                "its whole bill. We prepare a reindexing with smaller documents.",
            ),
            overrule(
                13,
                "meera",
                "P3",
                "The Secretary sees the figures by mail meanwhile; agreed with Harjit.",
            ),
        ),
    ),
    Report(
        "wf_escalation",
        "urban",
        39,
        "neha",
        "web",
        "Overdue applications are escalated twice",
        "Since Monday the officers of Dehradun get each overdue building plan twice "
        "in their inbox, and whoever approves the second gets an error.",
        {
            "kind": "bug",
            "service": "egov_workflow_v2",
            "impact": "medium",
            "urgency": "medium",
        },
        (
            take(38, "priya", "arjun"),
            say(
                36,
                "arjun",
                "Seen on our side with 2.5.56, and with 3.2.15 as well. Please have "
                "them approve the first of the two until it is fixed.",
            ),
            take(35, "arjun", "kavya"),
            confirm_bug(
                30,
                "kavya",
                "An application that is overdue is escalated twice.",
                seen_in=("egov_workflow_v2_3_2_15",),
            ),
            plan_fix(29, "kavya", "egov_workflow_v2_2_5_57", "egov_workflow_v2_3_2_16"),
            publish(10, "meera", "egov_workflow_v2_2_5_57"),
            say(6, "neha", "Thank you, our partner installs 2.5.57 on UAT first."),
        ),
    ),
    # waiting for the partner
    Report(
        "collection_mismatch",
        "urban",
        17,
        "gurpreet",
        "web",
        "Collection report and bank statement differ by 1,240 rupees",
        "For Amritsar, 12 November. We compared the receipts one by one and did not "
        "find the difference.",
        {
            "service": "billing_service",
            "kind": "question",
            "deployment": "punjab",
            "impact": "low",
            "urgency": "medium",
        },
        (
            take(16, "priya", "arjun"),
            say(
                13,
                "arjun",
                "Please send the report with cancelled receipts included, and the "
                "settlement file of the payment gateway of that day.",
            ),
            move(12.9, "arjun", "awaiting"),
        ),
    ),
    Report(
        "ws_connection_docs",
        "urban",
        11,
        "neha",
        "mail",
        "Sewerage connection: document upload fails at 5 MB",
        "Citizens of Dehradun complain that the ownership deed cannot be uploaded.",
        steps=(
            triage(10.5, "priya", kind="incident", impact="medium", urgency="medium"),
            take(10, "priya", "arjun"),
            note(
                9.5,
                "arjun",
                "Called Neha: which message, which browser? She asks the ULB and "
                "calls back.",
            ),
            move(9.4, "arjun", "awaiting"),
        ),
    ),
    # nobody has answered yet
    Report(
        "payment_gateway",
        "urban",
        3.3,
        "harjit",
        "web",
        "Online payments fail for all services",
        "Citizens come back from the payment gateway to an error page. The amount is "
        "debited, the receipt is not made. All ULBs of Punjab, since about an "
        "hour.\n\nWe restarted the payment service; no change. Its log says "
        "'checksum mismatch'.",
        {
            "service": "egov_pg_service",
            "deployment": "punjab",
            "impact": "high",
            "urgency": "high",
        },
        (
            take(3.1, "priya", "kavya"),
            note(
                2.4,
                "kavya",
                "The gateway rotated its key this morning; the secret in the "
                "environment is the old one. Asked the gateway for confirmation.",
            ),
            escalate(
                1.9,
                "harjit",
                "No ULB of Punjab can take a payment, and today is the last day of the "
                "rebate. The Commissioner asks every hour.",
            ),
            acknowledge(1.7, "kavya"),
        ),
    ),
    Report(
        "tl_inbox_empty",
        "urban",
        1.6,
        "gurpreet",
        "web",
        "Trade licence inbox is empty for document verifiers",
        "Since this morning's deployment the inbox of all document verifiers shows "
        "'no tasks'. Search by application number finds the applications.",
        {
            "service": "tl_services",
            "deployment": "punjab",
            "impact": "medium",
            "urgency": "high",
        },
        (take(1.2, "priya", "arjun"),),
    ),
    Report(
        "pt_assessment_api",
        "urban",
        7.4,
        "neha",
        "web",
        "Assessment search times out for large ULBs",
        "Searching by owner's name in Dehradun takes more than 60 seconds and ends "
        "with a gateway timeout.",
        {"service": "property_services", "impact": "medium", "urgency": "medium"},
        (
            take(6, "priya", "arjun"),
            escalate(
                0.9,
                "arjun",
                "I need somebody who may look at the slow queries of their database.",
            ),
        ),
    ),
    Report(
        "ws_reading_import",
        "urban",
        12.5,
        "amanpreet",
        "mail",
        "Meter readings of November were not imported",
        "I uploaded the file of 2,100 readings on Thursday. The screen said "
        "'success', but the bills are still of October.",
        steps=(
            triage(12, "priya", kind="incident", impact="medium", urgency="medium"),
            take(11.5, "priya", "arjun"),
            note(6, "arjun", "Consumer group stuck since the node was drained."),
        ),
    ),
    Report(
        "pgr_category",
        "urban",
        5.5,
        "neha",
        "mail",
        "Please add the complaint type 'stray cattle'",
        "The Commissioner would like it below 'Animals', with the department of "
        "veterinary services and a time of 3 days.",
        steps=(triage(5, "priya", kind="change_request", impact="low", urgency="low"),),
    ),
    Report(
        "otp_locked",
        "urban",
        4.5,
        "neha",
        "web",
        "Employees are locked out after one wrong password",
        "Since we restored the user service's database on Friday, a single wrong "
        "password locks an account for the day.",
        {"service": "egov_user", "impact": "medium", "urgency": "medium"},
        (take(4, "priya", "arjun"),),
    ),
    Report(
        "fsm_gps",
        "urban",
        0.7,
        "gurpreet",
        "mail",
        "FSM: desludging vehicles without position",
        "Two of eleven vehicles send no position since yesterday evening.",
    ),
    Report(
        "stranger",
        "urban",
        2.2,
        "Manpreet Dhillon <manpreet.dhillon@mail.example.net>",
        "mail",
        "How do I get the duplicate of my birth certificate?",
        "I was born in Amritsar in 1998 and need the certificate for my passport.",
    ),
]
