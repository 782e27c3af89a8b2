"""What the demo's partners run: versions, releases, deployments.

Days are counted from the day on which the registry is written; those to come are
positive. ``NEXT_QUARTER`` is the day for which the next major version is planned.
"""

NEXT_QUARTER = "next quarter"

# {service: [(version, released, last supported day)]}. The workflow service is S1's
# example: a State runs 2.5.56 while 3.2.15 is the latest.
VERSIONS = {
    "egov_workflow_v2": [
        ("1.9.0", -1150, None),
        ("2.4.2", -620, None),
        ("3.0.0", -400, None),
        ("2.5.56", -240, None),
        ("3.2.15", -75, None),
        ("4.0.0-rc.1", -12, None),
        # meera publishes it in the week
        ("2.5.57", None, None),
        ("3.2.16", 14, None),
        ("4.0.0", NEXT_QUARTER, None),
    ],
    "egov_user": [
        ("1.2.8", -1100, None),
        ("2.3.6", -500, -25),
        ("3.0.1", -330, None),
        ("3.1.4", -75, None),
    ],
    "egov_mdms_service": [
        ("1.3.2", -1000, None),
        ("2.1.0", -480, None),
        ("3.0.4", -80, None),
        ("4.0.0", NEXT_QUARTER, None),
    ],
    "egov_pg_service": [
        ("1.2.3", -1000, None),
        ("2.3.0", -450, None),
        ("3.0.2", -78, None),
    ],
    "pdf_service": [
        ("1.1.6", -980, None),
        ("2.2.3", -420, 80),
        ("3.1.0", -80, None),
    ],
    "egov_persister": [
        ("1.1.7", -900, None),
        ("2.0.5", -400, None),
    ],
    "billing_service": [
        ("1.3.5", -1000, None),
        ("2.4.1", -430, None),
        ("3.1.2", -76, None),
    ],
    "property_services": [
        ("1.4.8", -1000, None),
        ("2.1.3", -440, None),
        ("3.0.1", -77, None),
    ],
    "tl_services": [
        ("1.1.9", -900, None),
        ("2.0.3", -410, None),
        ("2.2.0", -79, 330),
    ],
    "muster_roll": [
        ("1.0.3", -500, None),
        ("1.1.2", -150, 150),
        ("2.0.0", -40, None),
    ],
    "ifms_adapter": [
        ("1.0.1", -500, None),
        ("1.2.0", -120, None),
    ],
    "household": [
        ("1.1.0", -300, None),
        ("1.2.4", -90, 260),
    ],
    "stock": [
        ("1.0.6", -300, None),
        ("1.1.3", -90, None),
    ],
}

RELEASES = {
    "2_9": {
        "name": "DIGIT 2.9 LTS",
        "date": -235,
        "summary": "The last release on the 2.x line of the platform, for States that "
        "cannot move their data yet.",
        "notes": "<ul><li>Workflow: the inbox of a role is read from the index.</li>"
        "<li>User: one-time passwords are locked after five attempts.</li>"
        "<li>PDF: receipts in all scheduled languages.</li></ul>",
        "versions": {
            "egov_workflow_v2": "2.5.56",
            "egov_user": "2.3.6",
            "egov_mdms_service": "2.1.0",
            "egov_pg_service": "2.3.0",
            "pdf_service": "2.2.3",
            "egov_persister": "2.0.5",
            "billing_service": "2.4.1",
            "property_services": "2.1.3",
            "tl_services": "2.0.3",
        },
    },
    "3_1": {
        "name": "DIGIT 3.1",
        "date": -70,
        "summary": "The 3.x line of the platform, with billing and property tax on it.",
        "notes": "<ul><li>Workflow: escalation by business days.</li>"
        "<li>MDMS: schemas are checked when master data are changed.</li>"
        "<li>Payment gateway: keys are rotated without a restart.</li></ul>"
        "<p>Run the migration script before the services are started.</p>",
        "scripts": {
            "migrate_workflow_2_to_3.sql": "ALTER TABLE eg_wf_processinstance_v2 "
            "ADD COLUMN escalated boolean;\n"
        },
        "versions": {
            "egov_workflow_v2": "3.2.15",
            "egov_user": "3.1.4",
            "egov_mdms_service": "3.0.4",
            "egov_pg_service": "3.0.2",
            "pdf_service": "3.1.0",
            "egov_persister": "2.0.5",
            "billing_service": "3.1.2",
            "property_services": "3.0.1",
            "tl_services": "2.2.0",
        },
    },
    "4_0": {
        "name": "DIGIT 4.0",
        "date": NEXT_QUARTER,
        "summary": "Workflow and MDMS 4.0: processes and master data by version. "
        "Support for their 2.x versions ends with it: plan the upgrade of these two.",
        "versions": {
            "egov_workflow_v2": "4.0.0",
            "egov_user": "3.1.4",
            "egov_mdms_service": "4.0.0",
            "egov_pg_service": "3.0.2",
            "pdf_service": "3.1.0",
            "egov_persister": "2.0.5",
            "billing_service": "3.1.2",
            "property_services": "3.0.1",
            "tl_services": "2.2.0",
        },
    },
}

# The window of support, and the first day of each stage from 0 on.
DEPLOYMENTS = {
    "punjab": {"support": (-200, 530), "stages": (-640, -610, -560, -470, -280, -200)},
    "uttarakhand": {"support": (-20, 345), "stages": (-190, -160, -120, -60)},
    "odisha": {"support": (-300, 430), "stages": (-700, -660, -600, -520, -380, -300)},
    "tete": {"support": (-15, None), "stages": (-150, -120, -90, -60, -15)},
}

# The release as a whole, then single versions.
ENVIRONMENTS = {
    "punjab_production": {"release": "3_1"},
    "punjab_uat": {"release": "3_1"},
    "uttarakhand_production": {
        "release": "2_9",
        "versions": {"property_services": "1.4.8"},
    },
    "uttarakhand_uat": {"release": "3_1"},
    "odisha_production": {
        "versions": {
            "egov_workflow_v2": "3.2.15",
            "egov_user": "3.1.4",
            "egov_mdms_service": "3.0.4",
            "muster_roll": "1.1.2",
            "ifms_adapter": "1.2.0",
        },
        "modified": ("ifms_adapter",),
    },
    "odisha_uat": {"versions": {"muster_roll": "2.0.0", "ifms_adapter": "1.2.0"}},
    "tete_production": {
        "versions": {
            "egov_workflow_v2": "3.2.15",
            "egov_user": "3.1.4",
            "household": "1.2.4",
            "stock": "1.1.3",
        }
    },
}
