"""The site in the current folder, served on a port of this machine: `python serve.py PORT`."""

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings.dev"

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each request."""

    daemon_threads = True
    request_queue_size = 64


class Handler(WSGIRequestHandler):
    """One line for each request, in the words the tests look for."""

    def log_request(self, code="-", size="-"):
        self.log_message("asked: %s %s", self.command, self.path)


application = StaticFilesHandler(get_wsgi_application())
make_server("127.0.0.1", int(sys.argv[1]), application, Server, Handler).serve_forever()
