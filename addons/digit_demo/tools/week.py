"""The week of a support team: who reported what, and what was done about it.

Hours are working hours of the programme, back from now. DIGIT Urban and MUKTASoft
have 9 of them a day, HCM Mozambique has 15.
"""

from .ratings import add_ratings
from .steps import (
    Report,
    acknowledge,
    agree,
    confirm_bug,
    escalate,
    hand_up,
    move,
    note,
    overrule,
    plan_fix,
    publish,
    resolve,
    say,
    take,
    triage,
)

URBAN = [
    # closed
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

MUKTA = [
    # closed
    Report(
        "muster_wage",
        "mukta",
        40,
        "lipika",
        "web",
        "Muster roll: skilled wage rate of last quarter is used",
        "The muster rolls of week 45 in Dhenkanal take 431 rupees for masons. The "
        "new rate of 450 is in the master data since 1 October.",
        {
            "service": "muster_roll",
            "kind": "bug",
            "impact": "medium",
            "urgency": "medium",
        },
        (
            take(38, "debasish"),
            say(
                34,
                "debasish",
                "The rate is cached by the muster roll service until it restarts. We "
                "restarted it; please compute the open muster rolls once more.",
            ),
            say(29, "lipika", "All of week 45 is right now."),
            resolve(28, "debasish", "workaround"),
        ),
    ),
    Report(
        "cbo_login",
        "mukta",
        37,
        "bikash",
        "phone",
        "Self-help group cannot log in to the app",
        "Bikash Sahoo called: the group 'Maa Tarini' in Jatni gets no OTP on the "
        "number that was registered.",
        {"operator": "sunita", "impact": "low", "urgency": "medium"},
        (
            take(36.8, "sunita"),
            say(
                36.5,
                "sunita",
                "The number in the registry has a digit missing. I corrected it with "
                "the group's president on the line; the OTP arrived.",
            ),
            resolve(36.4, "sunita", "data_fix"),
        ),
    ),
    Report(
        "estimate_pdf",
        "mukta",
        35,
        "bikash",
        "web",
        "Estimate PDF: Odia text is printed as boxes",
        "The names of works in Odia cannot be read in the PDF of the estimate.",
        {"kind": "bug", "impact": "low", "urgency": "low"},
        (
            take(30, "debasish"),
            # late: the promise is two days
            say(
                14,
                "debasish",
                "The font was missing in the image of the PDF service. Version 1.1.2 "
                "has it; HUDD's team deploys it tonight.",
            ),
            resolve(5, "debasish", "upgrade"),
        ),
    ),
    Report(
        "training",
        "mukta",
        33,
        "lipika",
        "mail",
        "Training for the junior engineers of two more ULBs",
        "When can the master trainers come to Khordha and Balasore?",
        steps=(
            triage(32, "sunita", kind="question", impact="low", urgency="low"),
            take(31.8, "sunita"),
            say(
                31,
                "sunita",
                "The master trainers of HUDD plan this; I have passed it on, and "
                "they will call you. I close the ticket here.",
            ),
            resolve(30.9, "sunita", "out_of_scope"),
        ),
    ),
    Report(
        "work_order_twice",
        "mukta",
        27,
        "bikash",
        "web",
        "Work order created twice",
        "I pressed the button twice. I have found how to cancel it myself.",
        {"impact": "low", "urgency": "low"},
        (move(26, "sunita", "cancelled"),),
    ),
    # answered, being worked on
    Report(
        "ifms_failed",
        "mukta",
        24,
        "lipika",
        "web",
        "17 payment instructions failed at the treasury",
        "All of scheme head 4217 were returned with 'beneficiary validation failed'. "
        "The wage seekers have been waiting since last week.",
        {
            "service": "ifms_adapter",
            "kind": "incident",
            "impact": "high",
            "urgency": "medium",
        },
        (
            hand_up(23.2, "sunita", "mukta_l3", "Technical, of the IFMS adapter."),
            take(23, "debasish"),
            say(
                20,
                "debasish",
                "Eleven of the 17 have an account number with a leading zero that is "
                "lost on the way. We correct these first and send them again.",
            ),
            take(16, "debasish", "kavya"),
            note(15, "kavya", "The adapter writes the number as an integer."),
            say(
                4,
                "kavya",
                "The eleven were paid this morning. For the other six, the bank says "
                "that the names differ; the list is with the ULB.",
            ),
        ),
    ),
    Report(
        "attendance_face",
        "mukta",
        21,
        "bikash",
        "phone",
        "Attendance: wage seekers enrolled twice",
        "Bikash Sahoo called: some wage seekers are in two groups and have "
        "attendance on the same day in both.",
        {"operator": "priya", "kind": "problem", "impact": "medium", "urgency": "low"},
        (
            hand_up(20.2, "priya", "mukta_l3", "Nothing that a helpdesk can correct."),
            take(20, "debasish"),
            say(
                17,
                "debasish",
                "Thank you. We list the overlaps of all ULBs and propose a rule to "
                "HUDD; until then please remove the second enrolment by hand.",
            ),
        ),
    ),
    # waiting for the partner
    Report(
        "time_extension",
        "mukta",
        19,
        "bikash",
        "web",
        "Time extension request cannot be sent",
        "The button 'Submit' does nothing for the work 'Drain at ward 7'.",
        {"kind": "incident", "impact": "low", "urgency": "medium"},
        (
            hand_up(18.2, "sunita", "mukta_l3", "The same on my own phone."),
            take(18, "debasish"),
            note(17.5, "debasish", "Called: screenshot and app version to come."),
            move(17.4, "debasish", "awaiting"),
        ),
    ),
    Report(
        "bill_deduction",
        "mukta",
        12,
        "lipika",
        "mail",
        "Which deduction head for the labour cess?",
        "The auditors ask for the head under which the cess of 1 % is booked.",
        steps=(
            triage(11.5, "sunita", kind="question", impact="low", urgency="low"),
            take(11, "sunita", "debasish"),
            say(9, "debasish", "For which kind of works, and since which date?"),
            move(8.9, "debasish", "awaiting"),
        ),
    ),
    # nobody has answered yet
    Report(
        "muster_sync",
        "mukta",
        7.2,
        "lipika",
        "web",
        "Muster rolls of Jatni cannot be approved: 'attendance not frozen'",
        "The week has ended, all registers are closed, the approval refuses for 23 "
        "muster rolls. Wages are due on Monday.",
        {"service": "muster_roll", "impact": "high", "urgency": "high"},
        (
            hand_up(7, "sunita", "mukta_l3", "All registers are closed: I looked."),
            take(6, "debasish"),
        ),
    ),
    Report(
        "project_closure",
        "mukta",
        15,
        "bikash",
        "web",
        "Closed project still asks for attendance",
        "The app of the group reminds them each morning of a work that was closed in "
        "October.",
        {"impact": "low", "urgency": "low"},
        (take(13, "sunita"),),
    ),
    Report(
        "wage_bill_stuck",
        "mukta",
        22,
        "bikash",
        "mail",
        "Wage bill is not made after the muster roll was approved",
        "For two works in ward 11. The bill scheduler should have made it on "
        "Wednesday night.",
        steps=(
            triage(21, "sunita", impact="medium", urgency="medium"),
            # the programme's rules take it to eGov from there
            triage(
                20.5, "sunita", category="mukta_technical", service="bill_scheduler"
            ),
        ),
    ),
    Report(
        "new_ulb",
        "mukta",
        6,
        "lipika",
        "mail",
        "Add the ward boundaries of Khordha",
        "The sheet with wards and localities is with your L1 team since yesterday.",
        steps=(
            triage(5.5, "sunita", kind="change_request", impact="low", urgency="low"),
        ),
    ),
    Report(
        "dashboard_gap",
        "mukta",
        1,
        "lipika",
        "web",
        "MUKTA dashboard: number of women wage seekers is missing",
        "The tile is empty for all ULBs; it was there on Thursday.",
        {"kind": "bug", "impact": "medium", "urgency": "low"},
    ),
]

HCM = [
    # closed
    Report(
        "device_no_login",
        "hcm",
        80,
        "armando",
        "phone",
        "12 registrars of Moatize have no user yet",
        "Armando Sitoe called: twelve registrars are trained and wait for their users "
        "and passwords. The list comes by WhatsApp.",
        {
            "service": "egov_user",
            "operator": "joao",
            "impact": "medium",
            "urgency": "medium",
        },
        (
            take(79, "joao", "celeste"),
            say(77, "celeste", "The twelve users are created; passwords by SMS."),
            say(75, "armando", "All twelve can log in. Thank you!"),
            resolve(74, "celeste", "data_fix"),
        ),
    ),
    Report(
        "sync_stuck",
        "hcm",
        70,
        "armando",
        "phone",
        "App does not sync: 340 households on one phone",
        "Armando Sitoe called: the phone of a registrar in Zobue has not synced for "
        "two days, although it has network.",
        {
            "service": "household",
            "operator": "joao",
            "impact": "medium",
            "urgency": "high",
        },
        (
            take(69.8, "joao", "celeste"),
            say(
                69,
                "celeste",
                "Please do not reinstall the app: the data are on the phone only. "
                "Connect it to power and Wi-Fi and open 'sync' from the menu.",
            ),
            hand_up(66.2, "celeste", "hcm_l3", "One record stops the batch."),
            take(66, "rahul"),
            say(
                62,
                "rahul",
                "One household had two heads, which stopped the whole batch. The "
                "server skips it now, and 339 of 340 have arrived.",
            ),
            resolve(58, "rahul", "patch_release"),
        ),
    ),
    Report(
        "redirect_nets",
        "hcm",
        60,
        "felizarda",
        "phone",
        "How many nets for a household of seven?",
        "Felizarda Mondlane called for a registrar: how many bed nets does a "
        "household of seven get?",
        {
            "operator": "joao",
            "kind": "question",
            "impact": "low",
            "urgency": "medium",
        },
        # the programme's rules redirect it to NMCP, with their standard answer
        (triage(59.7, "joao", category="hcm_enquiry"),),
    ),
    Report(
        "map_wrong",
        "hcm",
        64,
        "lurdes",
        "web",
        "Two villages of Changara are swapped on the map",
        "Mazoe and Missawa are each shown at the other's place.",
        {"kind": "bug", "impact": "low", "urgency": "medium"},
        (
            take(60, "joao", "celeste"),
            # late
            say(
                20,
                "celeste",
                "Sorry, this was left lying. The boundary codes are corrected; it "
                "shows after the next sync.",
            ),
            resolve(12, "celeste", "data_fix"),
        ),
    ),
    # answered, being worked on
    Report(
        "warehouse_stock",
        "hcm",
        50,
        "lurdes",
        "web",
        "Stock of the warehouse in Tete is negative",
        "The app shows -1,200 bales after Wednesday's dispatch.",
        {
            "service": "stock",
            "kind": "incident",
            "impact": "medium",
            "urgency": "medium",
        },
        (
            take(49, "joao", "celeste"),
            say(
                45,
                "celeste",
                "A dispatch was recorded twice, once offline. We find out which of "
                "the two is the right one and correct it with the warehouse.",
            ),
            hand_up(30.2, "celeste", "hcm_l3", "One dispatch is there twice."),
            take(30, "rahul"),
            say(15, "rahul", "The double is identified; the correction runs tonight."),
        ),
    ),
    Report(
        "portuguese",
        "hcm",
        33,
        "lurdes",
        "mail",
        "Wrong word in the Portuguese app",
        "'Chefe do agregado' is cut off on small phones. Can it be 'Chefe' alone?",
        steps=(
            triage(32, "joao", kind="change_request", impact="low", urgency="low"),
            take(31, "rahul"),
            say(28, "rahul", "Certainly; it comes with the next localisation."),
        ),
    ),
    # waiting for the partner
    Report(
        "tablet_broken",
        "hcm",
        28,
        "armando",
        "phone",
        "Tablet does not start any more",
        "Armando Sitoe called: the tablet of a supervisor is dead since the rain.",
        {"operator": "joao", "impact": "low", "urgency": "medium"},
        (
            take(27.8, "joao"),
            note(27, "joao", "Serial number needed for the exchange; he looks for it."),
            move(26.9, "joao", "awaiting"),
        ),
    ),
    # nobody has answered yet
    Report(
        "campaign_stop",
        "hcm",
        3.1,
        "lurdes",
        "phone",
        "Registration stands still in three districts",
        "Lurdes Chissano called: since the update nobody in Moatize, Changara and "
        "Cahora Bassa can open a household. The app closes.",
        {"operator": "joao", "impact": "high", "urgency": "high"},
        (
            take(3, "joao", "rahul"),
            note(
                2, "rahul", "Crash on phones with Android 8 only; build in the works."
            ),
        ),
    ),
    Report(
        "slow_login",
        "hcm",
        12,
        "felizarda",
        "phone",
        "Login takes five minutes in Cahora Bassa",
        "Felizarda Mondlane called: at the health centre it takes five minutes to "
        "log in, in the village it is quick.",
        {
            "service": "egov_user",
            "operator": "joao",
            "impact": "medium",
            "urgency": "medium",
        },
        (take(11, "joao", "celeste"),),
    ),
    Report(
        "voucher_scan",
        "hcm",
        17,
        "armando",
        "web",
        "QR code of vouchers is not read in the evening",
        "From 17:00 the camera does not read the codes; by day it does.",
        {"impact": "medium", "urgency": "medium"},
        (take(15.5, "joao", "celeste"),),
    ),
    Report(
        "report_daily",
        "hcm",
        9,
        "lurdes",
        "mail",
        "Daily report without the figures of Moatize",
        "The report that NMCP gets at 20:00 has no line for Moatize, yesterday and "
        "the day before.",
        steps=(triage(8.5, "joao", kind="incident", impact="medium", urgency="low"),),
    ),
    Report(
        "new_monitor",
        "hcm",
        0.4,
        "armando",
        "web",
        "User for a new district monitor",
        "Please create a user for Graça Tembe, monitor in Changara from Monday.",
        {"kind": "question", "impact": "low", "urgency": "medium"},
    ),
]

WEEK = add_ratings(URBAN + MUKTA + HCM)
