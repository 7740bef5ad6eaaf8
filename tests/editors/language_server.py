"""A client of the YAML language server that editors use, as small as can be: one document, what is wrong, what fits."""

import json
import queue
import subprocess
import threading

SECONDS = 30  # for an answer; a loaded machine takes three to start


class LanguageServer:
    """A server on its standard streams. Use it as a context."""

    def __init__(self, command, folder):
        self.command, self.folder, self.number = command, folder, 0
        self.answers, self.diagnostics = {}, queue.Queue()
        self.arrived = threading.Condition()

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=self.folder
        )
        threading.Thread(target=self._listen, daemon=True).start()
        capabilities = {
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
            "workspace": {"configuration": True},
        }
        self.ask("initialize", processId=None, rootUri=self.folder.as_uri(), capabilities=capabilities)
        self.tell("initialized")
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def ask(self, method, **params):
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        with self.arrived:
            assert self.arrived.wait_for(lambda: number in self.answers, SECONDS), f"no answer to {method}"
            return self.answers.pop(number)

    def tell(self, method, **params):
        self._send({"method": method, "params": params})

    def completions(self, text):
        """What the server offers where the text has a bar, by its label."""
        before, after = text.split("|")
        uri = self._open(before + after)
        position = {"line": before.count("\n"), "character": len(before.rsplit("\n", 1)[-1])}
        found = self.ask("textDocument/completion", textDocument={"uri": uri}, position=position)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: item for item in items}

    def problems(self, text):
        """What the server finds wrong in a text: line from 1, and the words."""
        uri = self._open(text)
        while True:
            found = self.diagnostics.get(timeout=SECONDS)
            if found["uri"] == uri:
                return [(each["range"]["start"]["line"] + 1, each["message"]) for each in found["diagnostics"]]

    def _open(self, text):
        self.number += 1
        uri = (self.folder / f"deal_{self.number}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return uri

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self):
        while header := self.process.stdout.readline():
            length = int(header.split(b":")[1])
            while self.process.stdout.readline().strip():
                pass
            self._take(json.loads(self.process.stdout.read(length)))

    def _take(self, message):
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics.put(message["params"])
        elif "method" in message and "id" in message:  # a question of the server's: it is told that nothing is set
            items = message.get("params", {}).get("items", [])
            settings = {"yaml": {"completion": True, "validate": True, "hover": True, "schemaStore": {"enable": False}}}
            answer = [settings.get(item.get("section")) for item in items] if items else None
            self._send({"id": message["id"], "result": answer})
        elif "id" in message:
            with self.arrived:
                self.answers[message["id"]] = message.get("result")
                self.arrived.notify_all()
