"""A web server of a member's that does all that one may do wrong, and a WebSocket that echoes."""

import base64
import hashlib
import socket
import sys
import threading
import time

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"


def echo(client, key):
    digest = hashlib.sha1(key.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
    client.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n"
    )
    while True:
        head = client.recv(2, socket.MSG_WAITALL)
        if len(head) < 2:
            return
        rest = client.recv(4 + (head[1] & 0x7F), socket.MSG_WAITALL)
        text = bytes(b ^ rest[i % 4] for i, b in enumerate(rest[4:]))
        client.sendall(bytes([0x81, len(text)]) + text)


def serve(client):
    try:
        with client:
            text = b""
            while b"\r\n\r\n" not in text:
                got = client.recv(65536)
                if not got:
                    return
                text += got
            lines = text.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            if path.startswith("/silent"):
                time.sleep(600)
            elif path.startswith("/slow"):
                client.sendall(PAGE)
                for _ in range(100):
                    client.sendall(b"x" * 10 + b"\n")
                    time.sleep(0.2)
            elif path.startswith("/endless"):
                client.sendall(PAGE)
                while True:
                    client.sendall(b"x" * 4096)
                    time.sleep(0.01)
            elif path.startswith("/echo"):
                original = [line for line in lines if line.lower().startswith("sec-websocket-key: ")]
                echo(client, original[0].split(": ")[1])
            else:
                names = ("host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-prefix")
                seen = [n + "=" + headers.get(n, "-") for n in names]
                client.sendall(PAGE + ("path=" + path + "\n" + "\n".join(seen) + "\n").encode())
    except OSError:
        pass


def listen(port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(512)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


threads = [threading.Thread(target=listen, args=(int(port),)) for port in sys.argv[1:]]
for thread in threads:
    thread.start()
