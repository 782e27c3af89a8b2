"""HCM Mozambique."""

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
