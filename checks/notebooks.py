"""Runs notebooks under the real evcxr kernel and compares what they print with their snapshots.

    python3 checks/notebooks.py notebooks/*.ipynb      run and compare
    python3 checks/notebooks.py --self-test            see that a bad notebook fails

Each notebook starts from a new kernel in its own folder. A cell must print what the notebook
file says (which is what the snapshot says), show the picture that it says, and give its values:
the statements in the cell's metadata are run after it and must print the twelve digits there.

Notebooks run side by side, one for each core. The libraries that evcxr compiles for one of them
serve for the next, in folders that go away with the run.

evcxr replies "ok" to a cell that panicked or returned an error, so replies are not trusted:
whatever a cell writes to standard error is a failure.
"""

import argparse
import concurrent.futures
import itertools
import os
import pathlib
import queue
import re
import sys
import tempfile
import time

try:
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from jupyter_client.manager import start_new_kernel
except ImportError as error:
    sys.exit(f"{error}: install what this needs with pip install -r checks/requirements.txt")

# The first cell compiles nalgebra and plotters.
TIMEOUT = 600
# What the streams are marked with, in letters that no cell prints.
VALUES, END = "\u2402values\u2402", "\u2403end\u2403"
# evcxr colours its errors for a terminal.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Failed(Exception):
    """A cell did not do what its snapshot says."""


class Run:
    """What a kernel says while it runs a cell."""

    def __init__(self, client):
        self.client = client
        self.stdout = self.stderr = ""
        self.pictures = []
        self.values = []
        # Whether the kernel itself says that something is wrong.
        self.failed = False

    def execute(self, code):
        """Runs code and waits for the kernel to say that it is done."""
        request = self.client.execute(code)
        deadline = time.monotonic() + TIMEOUT
        while not self.listen(request, deadline):
            pass
        reply = self.client.get_shell_msg(timeout=30)
        while reply["parent_header"].get("msg_id") != request:
            reply = self.client.get_shell_msg(timeout=30)
        self.failed |= reply["content"]["status"] != "ok"

    def listen(self, request, deadline):
        """Takes one message; returns whether it says that the request is done."""
        try:
            message = self.client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
        except queue.Empty:
            raise Failed(f"no answer in time\n{self.stdout}{self.stderr}") from None
        kind, content = message["msg_type"], message["content"]
        if kind == "stream" and content["name"] == "stdout":
            self.stdout += content["text"]
        elif kind == "stream":
            self.stderr += COLOUR.sub("", content["text"])
        elif kind in ("execute_result", "display_data"):
            self.pictures.append(content["data"])
        elif kind == "error":
            self.failed = True
            text = "\n".join(content["traceback"]) or content.get("evalue", "error")
            self.stderr += COLOUR.sub("", text)
        done = kind == "status" and content["execution_state"] == "idle"
        return done and message["parent_header"].get("msg_id") == request


def run_cell(client, cell):
    """Runs a cell and the statements that print its values; returns what came of it.

    Streams reach us by a way of their own, perhaps after the kernel has said that it is done. So
    both streams end with a mark, and we wait for the marks.
    """
    run = Run(client)
    statements = [value["statement"] for value in cell.metadata.get("values", [])]
    marks = [f'println!("{VALUES}");', *statements, f'println!("{END}"); eprintln!("{END}");']
    shows = any("data" in output for output in cell.outputs)
    if shows or cell.source.startswith(":"):
        # A picture is the last expression of its cell, and commands stand by themselves.
        run.execute(cell.source)
        if run.failed:
            return run
        code = "\n".join(marks)
    else:
        code = "\n".join([cell.source, ";", *marks])
    request = client.execute(code)
    deadline = time.monotonic() + TIMEOUT
    done = False
    while not (END in run.stdout and END in run.stderr):
        done = run.listen(request, deadline) or done
        if done:
            # Nothing more is to come but what is on its way; of a cell that failed, no marks.
            if run.stderr.replace(END, "").strip() or run.failed:
                break
            deadline = min(deadline, time.monotonic() + 20)
    run.stdout, _, given = run.stdout.partition(VALUES)
    run.values = given.replace(END, "").split()
    reply = client.get_shell_msg(timeout=30)
    while reply["parent_header"].get("msg_id") != request:
        reply = client.get_shell_msg(timeout=30)
    run.failed |= reply["content"]["status"] != "ok"
    run.stderr = run.stderr.replace(END, "").strip()
    return run


def expected(cell):
    """What the notebook file says that the cell prints, and its picture."""
    stdout, svg = "", None
    for output in cell.outputs:
        if output.output_type == "stream":
            stdout += output.text
        elif "image/svg+xml" in output.data:
            svg = output.data["image/svg+xml"]
    return stdout, svg


def check_cell(client, cell):
    """Runs one cell and looks at its values; raises Failed where something differs."""
    run = run_cell(client, cell)
    # For the setup cell cargo tells on standard error what it compiles.
    if run.failed or (run.stderr and cell.id != "setup"):
        raise Failed(f"it failed:\n{run.stderr}")
    want, svg = expected(cell)
    if run.stdout.rstrip() != want.rstrip():
        raise Failed(f"it printed\n{run.stdout}\nbut its snapshot has\n{want}")
    if svg is not None and not any(same_picture(p.get("image/svg+xml"), svg) for p in run.pictures):
        raise Failed("it did not show the picture of its snapshot")
    values = cell.metadata.get("values", [])
    for value, got in itertools.zip_longest(values, run.values):
        if value is None or got != value["prints"]:
            name, wanted = (value or {}).get("name"), (value or {}).get("prints")
            raise Failed(f"value {name} is {got}, but its snapshot has {wanted}")
    return len(values)


def same_picture(shown, wanted):
    """Whether two SVGs are the same, but for the width that a figure is given in a notebook."""
    bare = lambda svg: re.sub(r'^<svg width="\d+"', "<svg", "".join(svg).strip())
    return shown is not None and bare(shown) == bare(wanted)


def run_notebook(path, folder):
    """Runs a notebook in a new kernel, which compiles in the folder; returns how much it found."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    manager, client = start_new_kernel(
        kernel_name=notebook.metadata.kernelspec.name,
        cwd=str(path.parent),
        startup_timeout=120,
        env={**os.environ, "EVCXR_TMPDIR": str(folder)},
    )
    cells = values = 0
    try:
        # Quick to compile rather than quick to run.
        Run(client).execute(":opt 0")
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            try:
                values += check_cell(client, cell)
            except Failed as error:
                raise Failed(f"{path}: cell {cell.id}: {error}") from None
            cells += 1
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if cells == 0:
        raise Failed(f"{path}: it has no code")
    return cells, values


# Notebooks that must fail, each with what the failure must mention.
BAD = {
    "panics": ('panic!("on purpose")', "", [], "on purpose"),
    "returns an error": ('let n: i32 = "x".parse()?; println!("{n}");', "", [], "it failed"),
    "names a crate that is not there": (':dep kl-nothing = { path = "nowhere" }', "", [], "it failed"),
    "does not compile": ("let n: i32 = true;", "", [], "it failed"),
    "prints something else": ('println!("2");', "1\n", [], "its snapshot has"),
    "gives another value": (
        'let x = 2; println!("1");',
        "1\n",
        [{"name": "x", "statement": 'println!("{}", x);', "prints": "1"}],
        "value x is 2",
    ),
}


def self_test():
    """Sees each bad notebook fail, for the reason that it should."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (source, prints, values, mention) in BAD.items():
            cell = nbformat.v4.new_code_cell(source, metadata={"values": values})
            if prints:
                cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=prints)]
            kernelspec = {"name": "rust", "display_name": "Rust", "language": "rust"}
            notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernelspec})
            path = pathlib.Path(folder) / "bad.ipynb"
            nbformat.write(notebook, path)
            try:
                run_notebook(path, folder)
            except Failed as error:
                if mention not in str(error):
                    sys.exit(f"the notebook that {name} failed for another reason: {error}")
                print(f"fails as it must: a notebook that {name}")
            else:
                sys.exit(f"a notebook that {name} was called good")


def run_all(paths):
    """Runs the notebooks, and tells of all that fail."""
    failed = []
    cores = os.cpu_count()
    with tempfile.TemporaryDirectory() as root:
        folders = queue.SimpleQueue()
        for core in range(cores):
            folders.put(pathlib.Path(root) / str(core))

        def run(path):
            start = time.monotonic()
            folder = folders.get()
            folder.mkdir(exist_ok=True)
            try:
                cells, values = run_notebook(path, folder)
            except Failed as error:
                failed.append(str(error))
                print(f"{path}: FAILED", flush=True)
                return
            finally:
                folders.put(folder)
            seconds = time.monotonic() - start
            found = f"{cells} cells and {values} values reproduced in {seconds:.0f} s"
            print(f"{path}: {found}", flush=True)

        with concurrent.futures.ThreadPoolExecutor(cores) as pool:
            list(pool.map(run, paths))
    if failed:
        raise Failed("\n\n".join(failed))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true", help="see that bad notebooks fail")
    parser.add_argument("notebooks", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    if not arguments.self_test and not arguments.notebooks:
        parser.error("name the notebooks to run, such as notebooks/*.ipynb")
    try:
        if arguments.self_test:
            self_test()
        run_all(arguments.notebooks)
    except Failed as error:
        sys.exit(str(error))
    except NoSuchKernel:
        sys.exit(
            "the evcxr kernel is missing: cargo install --locked evcxr_jupyter, "
            "then evcxr_jupyter --install"
        )


if __name__ == "__main__":
    main()
