from odoo.tests import HttpCase

from .common import DigitSupportCommon

URL = "/digit/api/v1/tickets"


class ApiCommon(DigitSupportCommon, HttpCase):
    """The small world with two apps: one for both States, one for Odisha alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_both, cls.client_odisha = cls.env["digit.api.client"].create(
            [
                {
                    "name": name,
                    "programme_id": cls.programme.id,
                    "deployment_ids": deployments.ids,
                }
                for name, deployments in (
                    ("Field App", cls.deployment | cls.deployment_odisha),
                    ("Odisha App", cls.deployment_odisha),
                )
            ]
        )
        cls.key = cls.client_both._make_key("Tablets", False)
        cls.key_odisha = cls.client_odisha._make_key("Tablets", False)

    def setUp(self):
        super().setUp()
        self.last_id = self._get_last_id()

    def _get_last_id(self):
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        return tickets.search([], order="id desc", limit=1).id or 0

    def _get_new_tickets(self):
        return self.env["helpdesk.ticket"].search([("id", ">", self.last_id)])

    def _get_headers(self, key):
        return {"Authorization": f"Bearer {key}"} if key else {}

    def _send(self, data, key=None):
        """POST as the app for both States unless another key is given."""
        headers = self._get_headers(self.key if key is None else key)
        return self.url_open(URL, json=data, headers=headers, method="POST")

    def _send_bytes(self, body, content_type="application/json"):
        headers = {**self._get_headers(self.key), "Content-Type": content_type}
        return self.url_open(URL, data=body, headers=headers, method="POST")

    def _read(self, reference, key=None):
        headers = self._get_headers(self.key if key is None else key)
        return self.url_open(f"{URL}/{reference}", headers=headers)

    @staticmethod
    def _get_report(**data):
        return {
            "client_id": "report-0001",
            "subject": "The app does not sync",
            "description": "Since nine.",
            **data,
        }

    def _report(self, key=None, **data):
        """Send a good report.

        :return: the ticket
        """
        response = self._send(self._get_report(**data), key)
        self.assertEqual(response.status_code, 201, response.text)
        ticket = self._get_new_tickets()
        self.assertEqual(response.json()["reference"], ticket.number)
        return ticket

    def assertProblem(self, response, status, *fields):
        """The answer is a problem about exactly these fields.

        :return: what is said of the first of them
        """
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        problem = response.json()
        self.assertEqual(problem["status"], status)
        self.assertEqual([error["field"] for error in problem["errors"]], list(fields))
        return problem["errors"][0]["message"] if fields else problem.get("detail")

    def assertRefused(self, status, *fields, **data):
        """A report with this in it is refused, and nothing comes of it."""
        response = self._send(self._get_report(**data))
        self.assertFalse(self._get_new_tickets())
        return self.assertProblem(response, status, *fields)
