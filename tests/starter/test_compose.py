"""docker-compose.yml: valid by the Compose schema, and nothing in it points to nowhere."""

import subprocess
import sys

import pytest
import yaml

from local_stack.paths import ROOT

COMPOSE_FILE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(COMPOSE_FILE.read_text())


def test_the_file_follows_the_compose_schema():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE_FILE)]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_it_describes_the_whole_system(compose):
    assert {"web", "worker", "beat", "postgres", "redis"} <= compose["services"].keys()


def test_every_service_depends_only_on_services_that_exist_and_can_be_waited_for(compose):
    services = compose["services"]
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in services, f"{name} waits for {needed}, which does not exist"
            if how["condition"] == "service_healthy":
                test = services[needed].get("healthcheck", {}).get("test")
                assert test, f"{name} waits for the health of {needed}, which has no check"


def test_every_named_volume_is_declared(compose):
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(("/", "."))
    }

    assert used == set(compose["volumes"])


def test_chinese_names_can_be_searched_because_the_cluster_is_not_made_with_plain_c(compose):
    assert "--locale=C.UTF-8" in compose["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]


def test_the_image_runs_as_an_ordinary_user_and_knows_when_it_is_well():
    lines = (ROOT / "Dockerfile").read_text().splitlines()

    assert "USER fairdue" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_the_example_of_settings_names_only_settings_that_are_read():
    settings = (ROOT / "collections_app" / "settings.py").read_text() + COMPOSE_FILE.read_text()
    lines = [line.removeprefix("# ") for line in (ROOT / ".env.example").read_text().splitlines()]
    names = [line.split("=")[0] for line in lines if line.split("=")[0].isupper()]

    assert "SECRET_KEY" in names
    assert [name for name in names if name not in settings] == []
