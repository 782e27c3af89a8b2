"""MUKTASoft."""

from ..steps import (
    Report,
    hand_up,
    move,
    note,
    resolve,
    say,
    take,
    triage,
)

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
