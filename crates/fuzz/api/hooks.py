"""What schemathesis needs to get deep: somebody signed in, and appointments in the states that verbs want."""

import itertools
import os
import random
import re
import threading
import uuid

import requests
import schemathesis

BASE = os.environ["API_URL"]
EMAIL, PASSWORD = os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD"]
SECOND = "second-admin@clinic.example"
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
dice = random.Random(int(os.environ.get("SEED", "1")))
addresses = itertools.count()
guard = threading.Lock()
here = threading.local()


def elsewhere():
    """A client's address that has not failed to sign in yet: failures are counted for each."""
    count = next(addresses)
    return {"X-Forwarded-For": f"10.{count >> 16 & 255}.{count >> 8 & 255}.{count & 255}"}


def call(method, path, token=None, json=None):
    headers = elsewhere() | ({"Authorization": f"Bearer {token}"} if token else {})
    if not hasattr(here, "session"):
        here.session = requests.Session()
    return here.session.request(method, BASE + path, json=json, headers=headers, timeout=10)


def sign_in(email):
    answer = call("POST", "/api/auth/login", json={"email": email, "password": PASSWORD})
    answer.raise_for_status()
    return answer.json()


class World:
    """Two administrators, and appointments that are made as they are needed."""

    def __init__(self):
        first = sign_in(EMAIL)
        self.me, self.mine = first["id"], first["token"]
        new = {"name": "Second", "email": SECOND, "password": PASSWORD, "isAdmin": True}
        self.other = call("POST", "/api/users", self.mine, new).json().get("id")
        second = sign_in(SECOND)
        self.other, self.theirs = second["id"], second["token"]
        self.slots = itertools.count()

    def appointment(self):
        """A fresh one, of no doctor."""
        minute = next(self.slots)
        start = f"2030-01-{minute // 1440 % 28 + 1:02}T{minute // 60 % 24:02}:{minute % 60:02}:00Z"
        # A clinic has many patients: nobody has thousands of appointments.
        body = {"title": "Check-up", "patientName": "Siti Rahma", "gender": "female"}
        body["datebirth"] = f"{1920 + minute % 100}-05-17"
        body |= {"startTime": start, "endTime": start.replace(":00Z", ":30Z")}
        return call("POST", "/api/appointments", self.mine, body).json()["id"]

    def held(self, token):
        id = self.appointment()
        call("POST", f"/api/appointments/{id}/acquire-lock/1", token)
        return id

    def prepared(self, method, verb):
        """An appointment on which this verb can succeed."""
        verbs = {
            "release-lock": lambda: self.held(self.mine),
            "lock-status": lambda: self.held(self.theirs),
            "request-control": lambda: self.held(self.theirs),
            "force-release-lock-request": lambda: self.held(self.theirs),
            "force-release-lock": lambda: self.held(self.theirs),
            "": lambda: self.held(self.mine) if method in ("PATCH", "DELETE") else self.held(self.theirs),
        }
        if verb.startswith(("approve-", "reject-")) or verb.endswith(("-approve", "-reject")):
            id = self.held(self.mine)
            ask = "request-control" if "control" in verb else "force-release-lock-request"
            call("POST", f"/api/appointments/{id}/{ask}", self.theirs)
            return id
        id = verbs.get(verb, self.appointment)()
        if method == "DELETE" and verb in ("request-control", "force-release-lock-request"):
            call("POST", f"/api/appointments/{id}/{verb}", self.mine)
        if verb == "restore":
            call("POST", f"/api/appointments/{id}/acquire-lock/1", self.mine)
            call("DELETE", f"/api/appointments/{id}?version=1", self.mine)
        return id

    def user(self):
        new = {"name": "Somebody", "email": f"{uuid.uuid4()}@clinic.example", "password": PASSWORD}
        return call("POST", "/api/users", self.mine, new).json()["id"]


world = None


def the_world():
    global world
    with guard:
        world = world or World()
        return world


@schemathesis.auth(refresh_interval=None)
class SignedIn:
    """The administrator; who signs out does so with a sign-in of its own."""

    def get(self, case, context):
        if case.path.endswith("/logout"):
            return sign_in(EMAIL)["token"]
        return the_world().mine

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


def is_meant_right(case):
    """What is wrong on purpose must stay as it is."""
    return case.meta is None or case.meta.generation.mode.is_positive


@schemathesis.hook
def before_call(context, case, kwargs):
    w = the_world()
    case.headers = {**(case.headers or {}), **elsewhere()}
    if is_meant_right(case):
        with_fitting_body(case, w)
    id = (case.path_parameters or {}).get("id")
    if not isinstance(id, str) or not UUID.fullmatch(id):
        return
    if case.path.startswith("/api/users/"):
        # Both administrators stay as they are, whatever is tried.
        if id.lower() in (w.me, w.other):
            case.path_parameters["id"] = str(uuid.uuid4())
        elif dice.random() < 0.4:
            case.path_parameters["id"] = w.user()
    elif dice.random() < 0.4:
        verb = case.path.partition("{id}")[2].strip("/").split("/")[0]
        case.path_parameters["id"] = w.prepared(case.method.upper(), verb)
        if is_meant_right(case) and dice.random() < 0.7:
            with_fitting_version(case)


def with_fitting_body(case, w):
    """Nobody makes up a password or a link's token; now and then, the right one is sent."""
    if dice.random() < 0.5 or not isinstance(case.body, dict):
        return
    if case.path == "/api/auth/login":
        case.body = {"email": EMAIL, "password": PASSWORD}
    elif case.path == "/api/auth/password":
        link = call("POST", f"/api/users/{w.user()}/password-link", w.mine).json()["url"]
        case.body = {"token": link.rpartition("/")[2], "password": f"{uuid.uuid4()}"}


def with_fitting_version(case):
    """Where a version was made up that could be one, it is the one that the appointment has."""
    for given in (case.path_parameters, case.query, case.body):
        if isinstance(given, dict) and type(given.get("version")) is int and given["version"] >= 1:
            given["version"] = 1
    for given, name in ((case.query, "lock"), (case.query, "requester"), (case.headers, "If-Match")):
        if given and name in given and UUID.fullmatch(str(given[name])):
            del given[name]
