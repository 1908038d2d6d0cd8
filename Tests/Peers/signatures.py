"""Signs and verifies with the tools of others.

usage: signatures.py sign-folder PRIVATE_KEY FOLDER SIGNATURE
       signatures.py verify-folder PUBLIC_KEY FOLDER SIGNATURE
       signatures.py verify-folder-by-library PUBLIC_KEY FOLDER SIGNATURE
       signatures.py sign-envelope PRIVATE_KEY PAYLOAD_FILE
       signatures.py verify-envelopes PUBLIC_KEY FILE
       signatures.py key-id PUBLIC_KEY

Folders go through the command of model-signing, or its library with nothing but the key;
envelopes, one on each line of the file, through securesystemslib, which prints what was signed.
"""

import hashlib
import json
import pathlib
import subprocess
import sys

from cryptography.hazmat.primitives import serialization
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner, SSlibKey


def run_model_signing(action, key_option, key, folder, signature):
    command = [sys.executable, "-m", "model_signing", action, "key", key_option, key]
    outcome = subprocess.run(
        [*command, "--signature", signature, folder],
        capture_output=True,
        text=True,
        check=False,
    )
    print(outcome.stdout + outcome.stderr)
    sys.exit(outcome.returncode)


def load_public_key(path):
    return serialization.load_pem_public_key(pathlib.Path(path).read_bytes())


def main():
    action, key, *arguments = sys.argv[1:]
    if action == "sign-folder":
        run_model_signing("sign", "--private_key", key, *arguments)
    elif action == "verify-folder":
        run_model_signing("verify", "--public_key", key, *arguments)
    elif action == "verify-folder-by-library":
        from model_signing import verifying

        verifying.Config().use_elliptic_key_verifier(public_key=key).verify(*arguments)
    elif action == "sign-envelope":
        private_key = serialization.load_pem_private_key(pathlib.Path(key).read_bytes(), None)
        signer = CryptoSigner(private_key)
        payload = pathlib.Path(arguments[0]).read_bytes()
        envelope = Envelope(payload, "application/vnd.in-toto+json", {})
        envelope.sign(signer)
        print(json.dumps(envelope.to_dict()))
    elif action == "verify-envelopes":
        # Keys are found by the name that the envelope gives them.
        key_id = hashlib.sha256(pathlib.Path(key).read_bytes()).hexdigest()
        public_key = SSlibKey.from_crypto(load_public_key(key), keyid=key_id)
        with pathlib.Path(arguments[0]).open() as file:
            for line in file:
                envelope = Envelope.from_dict(json.loads(line))
                assert list(envelope.verify([public_key], 1)) == [key_id]
                print(envelope.payload.decode())
    elif action == "key-id":
        pem = load_public_key(key).public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        print(hashlib.sha256(pem).hexdigest())


if __name__ == "__main__":
    main()
