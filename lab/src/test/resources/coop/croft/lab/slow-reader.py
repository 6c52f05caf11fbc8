# ADDRESS NAME PATH SECONDS: gets something by https, slowly for so many seconds, and prints how many bytes came.
import socket
import ssl
import sys
import time

address, name, path, seconds = sys.argv[1:]
plain = socket.socket()
# Little may lie between the server and this.
plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
plain.connect((address, 443))
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
tls = context.wrap_socket(plain, server_hostname=name)
tls.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
end = time.monotonic() + float(seconds)
count = 0
try:
    while data := tls.recv(4096):
        count += len(data)
        if time.monotonic() < end:
            time.sleep(0.01)
except OSError:
    pass
print(count)
