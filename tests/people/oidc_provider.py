"""A small OpenID Connect provider on loopback: authorisation code with PKCE, signed id tokens, no pages."""

import base64
import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, SECRET = "academy", "a-secret-of-the-provider"


class Provider:
    """What the provider knows and does; tests change `claims` and `broken`."""

    def __init__(self, address):
        self.address = address
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {"sub": "248289761001", "email": "ada@clus3.example", "email_verified": True}
        self.broken = {}  # path -> status and body in place of the right answer
        self.asked = {}  # code -> what the authorisation request said

    def authorise(self, address):
        """Do what a browser and a person would do at the provider; return where they are sent back to."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT_ID
        assert set(asked["scope"].split()) == {"openid", "profile", "email"}
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path, form, headers):
        if path in self.broken:
            return self.broken[path]
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(self.configuration())
        if path == "/token":
            return self.token(form)
        if path == "/userinfo" and headers.get("Authorization") == "Bearer token-of-the-person":
            return 200, json.dumps(self.claims)
        return 404, "{}"

    def configuration(self):
        paths = {"authorization_endpoint": "/authorise", "token_endpoint": "/token", "userinfo_endpoint": "/userinfo"}
        found = {name: self.address + path for name, path in paths.items()}
        return found | {"issuer": self.address, "jwks_uri": self.address + "/jwks"}

    def token(self, form):
        """Give the tokens once, to the client that asked, with the verifier of its challenge."""
        asked = self.asked.pop(form["code"])
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        assert challenge == asked["code_challenge"]
        assert form["redirect_uri"] == asked["redirect_uri"]
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, SECRET):
            return 401, json.dumps({"error": "invalid_client"})
        claims = self.claims | {"iss": self.address, "aud": CLIENT_ID, "iat": 1_700_000_000, "exp": 4_000_000_000}
        id_token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return 200, json.dumps({"access_token": "token-of-the-person", "token_type": "Bearer", "id_token": id_token})


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply({})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.reply({key: values[0] for key, values in parse_qs(body).items()})

    def reply(self, form):
        status, body = self.server.provider.answer(urlsplit(self.path).path, form, self.headers)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        """Keep the tests quiet."""


@contextmanager
def running():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
