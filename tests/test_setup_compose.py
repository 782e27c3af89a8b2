"""docker-compose.yml, as far as files can be checked without a Docker engine."""

import configparser
import json
import re
import shutil
import subprocess

import pytest
import yaml
from digit_env import paths

COMPOSE = yaml.safe_load((paths.ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKER = paths.CONFIG / "docker"
NGINX = paths.CONFIG / "nginx/digit.conf"
ONE_SHOT = "service_completed_successfully"


def waits():
    """``(service, what it waits for, condition)``."""
    return [
        (name, other, how["condition"])
        for name, service in SERVICES.items()
        for other, how in service.get("depends_on", {}).items()
    ]


@pytest.mark.parametrize("name, other, condition", waits())
def test_a_service_waits_for_one_that_tells_its_state(name, other, condition):
    if condition == ONE_SHOT:
        assert SERVICES[other]["restart"] == "no"
    else:
        assert condition == "service_healthy"
        assert "healthcheck" in SERVICES[other]


@pytest.mark.parametrize("name", SERVICES)
def test_every_lasting_service_has_a_health_check(name):
    assert ("healthcheck" in SERVICES[name]) != (SERVICES[name]["restart"] == "no")


def test_every_volume_is_declared_or_a_file_of_ours():
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (paths.ROOT / source).is_file()
            else:
                assert source in COMPOSE["volumes"]


def test_passwords_come_from_the_environment_and_are_required():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name:
                assert re.fullmatch(r"\$\{[A-Z_]+:\?.+\}", value)


def test_cron_runs_apart_from_the_web_workers():
    assert "--max-cron-threads=0" in SERVICES["web"]["command"]
    assert "--workers=0" in SERVICES["cron"]["command"]
    assert "--max-cron-threads=2" in SERVICES["cron"]["command"]


def test_odoo_stands_on_the_official_images():
    assert "FROM odoo:19.0\n" in (DOCKER / "Dockerfile").read_text()
    assert SERVICES["db"]["image"].startswith("postgres:")


def test_what_the_image_copies_is_there():
    copied = re.findall(r"^COPY (.+) \S+$", (DOCKER / "Dockerfile").read_text(), re.M)
    for source in " ".join(copied).split():
        assert (paths.ROOT / source).exists()


def test_odoo_knows_every_option_of_its_configuration():
    config = configparser.ConfigParser(interpolation=None)
    config.read(DOCKER / "odoo.conf")
    script = "import json; from odoo.tools import config as c;"
    script += "print(json.dumps(list(c.options)))"
    done = subprocess.run(
        [paths.PYTHON, "-c", script], capture_output=True, text=True, check=True
    )
    unknown = set(config["options"]) - set(json.loads(done.stdout))
    assert not unknown


def test_nginx_sends_each_request_to_a_service_that_is_there():
    servers = re.findall(r"server (\w+):(\d+);", NGINX.read_text())
    assert servers == [("web", "8069"), ("web", "8072")]
    assert "web" in SERVICES


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not on this machine")
def test_nginx_accepts_its_configuration(tmp_path):
    text = NGINX.read_text().replace("server web:", "server 127.0.0.1:")
    text = text.replace("/var/log/nginx", str(tmp_path))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    folders += "access_log off;"
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {folders} {text} }}")
    command = ["nginx", "-t", "-q", "-c", str(whole), "-e", str(tmp_path / "log")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert not done.returncode, done.stderr


def follow_map(name, value):
    """What nginx makes of a value by its ``map``: the same expressions in Python."""
    body = re.search(rf"map \S+ \${name} {{(.*?)^}}", NGINX.read_text(), re.S | re.M)
    for pattern, result in re.findall(r'"~(\S+)" "(\S+)";', body[1]):
        found = re.search(pattern.replace("(?<", "(?P<"), value)
        if found:
            return found.expand(re.sub(r"\$(\w+)", r"\\g<\1>", result))
    return value


@pytest.mark.parametrize(
    "uri, logged",
    [
        ("/ticket/rating/se-cr_et?answer=5", "/ticket/rating/***?answer=5"),
        ("/hi/ticket/resolution/se-cr_et", "/hi/ticket/resolution/***"),
        ("/ticket/escalation/se-cr_et?ticket=7", "/ticket/escalation/***?ticket=7"),
        (f"/my/ticket/7/{'a1-' * 12}", "/my/ticket/7/***"),
        ("/rate/secret/5", "/rate/***/5"),
        ("/chat/7/secret", "/chat/7/***"),
        ("/chat/secret/room?email_token=secret", "/chat/***/room?***"),
        ("/meet/secret", "/meet/***"),
        ("/my/ticket/7?access_token=secret&a=1", "/my/ticket/7?***"),
        ("/mail/avatar/1?_hash=secret&pid=3", "/mail/avatar/1?***"),
        ("/web/login?redirect=/my?access_token%3Dsecret", "/web/login?***"),
        ("/my/ticket/7/resolution", "/my/ticket/7/resolution"),
        ("/my/tickets?search=token&page=2", "/my/tickets?search=token&page=2"),
        ("/ticket/close", "/ticket/close"),
    ],
)
def test_nginx_logs_no_token_of_a_link(uri, logged):
    path = follow_map("path_without_token", uri)
    assert follow_map("uri_without_token", path) == logged


def test_nginx_logs_by_that_alone():
    text = NGINX.read_text()
    assert set(re.findall(r"access_log (.*);", text)) == {
        "off",
        "/var/log/nginx/access.log without_token",
    }
    written = re.search(r"log_format without_token (.*?);", text, re.S)[1]
    assert "$uri_without_token" in written
    assert not re.search(r"\$(request|request_uri|args|http_referer)\b", written)
