"""A Slurm of one's own on this machine: a controller, and nodes that are processes.

Everything is in a folder, also the key of munge, so that a Slurm of the machine is left alone.
Ended are only processes that were started here, by their ids.
"""

import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "sinfo")
PACKAGES = ("slurm-wlm", "munge")


class Skip(Exception):
    """Why nothing can be tried here."""


def install():
    """Installs what is missing, or says why that cannot be."""
    if os.geteuid() != 0:
        raise Skip("a Slurm of one's own needs root")
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if all(shutil.which(name) for name in PROGRAMS):
        return
    if not shutil.which("apt-get"):
        raise Skip(f"{' '.join(PACKAGES)} are not installed, and there is no apt-get")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        ran = subprocess.run(
            ["apt-get", "-qq", *command],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise Skip(f"apt-get {command[0]} failed: {(ran.stderr or ran.stdout).strip()[-300:]}")
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if missing:
        raise Skip(f"{', '.join(missing)} not found after installing {' '.join(PACKAGES)}")


class Cluster:
    """A controller and nodes; what each node has in its environment tells them apart."""

    def __init__(self, folder, nodes):
        self.folder = pathlib.Path(folder)
        self.nodes = nodes
        self.processes = {}
        self.config = self.folder / "slurm.conf"
        self.environment = dict(os.environ, SLURM_CONF=str(self.config))

    def __enter__(self):
        try:
            self._munge()
            self._configure()
            self.start("slurmctld", ["slurmctld", "-D", "-i"])
            for name in self.nodes:
                self.start_node(name)
            self.wait(lambda: self.states() == dict.fromkeys(self.nodes, "idle"), 60, "idle nodes")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in reversed(list(self.processes)):
            self.stop(name)

    def _munge(self):
        user = pwd.getpwnam("munge")
        place = self.folder / "munge"
        place.mkdir(parents=True)
        key = place / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        for path in (place, key):
            os.chown(path, user.pw_uid, user.pw_gid)
        place.chmod(0o755)
        self.socket = place / "munge.socket"
        command = ["munged", "-F", f"--key-file={key}", f"--socket={self.socket}"]
        command += [f"--{name}-file={place / name}" for name in ("log", "pid", "seed")]
        self.start("munged", ["runuser", "-u", "munge", "--", *command])
        self.wait(self._credentials_hold, 20, "munge")

    def _credentials_hold(self):
        made = subprocess.run(["munge", "-n", "-S", self.socket], capture_output=True, check=False)
        read = subprocess.run(
            ["unmunge", "-S", self.socket], input=made.stdout, capture_output=True, check=False
        )
        return read.returncode == 0

    def _configure(self):
        host = socket.gethostname()
        ports = free_ports(1 + len(self.nodes))
        for name in ("state", "spool", "log"):
            (self.folder / name).mkdir()
        lines = f"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmUser=root
            AuthType=auth/munge
            AuthInfo=socket={self.socket}
            CredType=cred/munge
            MpiDefault=none
            StateSaveLocation={self.folder}/state
            SlurmdSpoolDir={self.folder}/spool/%n
            SlurmctldPidFile={self.folder}/slurmctld.pid
            SlurmdPidFile={self.folder}/slurmd-%n.pid
            SlurmctldLogFile={self.folder}/log/slurmctld.log
            SlurmdLogFile={self.folder}/log/slurmd-%n.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core_Memory
            AccountingStorageType=accounting_storage/none
            JobAcctGatherType=jobacct_gather/none
            ReturnToService=2
            SlurmdTimeout=10
            InactiveLimit=0
            KillWait=2
            MinJobAge=300
            SchedulerParameters=sched_interval=2
        """.split()
        # Snakemake's jobs start srun without SLURM_CONF; it has to find this Slurm all the same.
        programs = self.folder / "bin"
        programs.mkdir()
        srun = programs / "srun"
        srun.write_text(f'#!/bin/sh\nSLURM_CONF={self.config} exec {shutil.which("srun")} "$@"\n')
        srun.chmod(0o755)
        self.environment["PATH"] = f"{programs}:{os.environ['PATH']}"
        memory = 4096
        for name, port in zip(self.nodes, ports[1:], strict=True):
            lines.append(
                f"NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=2 "
                f"RealMemory={memory} State=UNKNOWN"
            )
        lines.append("PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP")
        self.config.write_text("\n".join(lines) + "\n")

    def start_node(self, name):
        """Starts the process of a node."""
        self.start(name, ["slurmd", "-D", "-N", name], self.nodes[name])

    def start(self, name, command, more=None):
        """Starts a process."""
        with (self.folder / f"{name}.out").open("ab") as out:
            self.processes[name] = subprocess.Popen(
                command, env=dict(self.environment, **(more or {})), stdout=out, stderr=out
            )

    def stop(self, name, how=signal.SIGTERM):
        """Ends a process that was started here."""
        process = self.processes.pop(name)
        process.send_signal(how)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def run(self, *command, **options):
        """Runs a program that talks to the cluster, and gives back what it prints."""
        ran = subprocess.run(
            [str(word) for word in command],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
        if ran.returncode:
            raise RuntimeError(f"{command[0]} failed: {ran.stdout}{ran.stderr}")
        return ran.stdout

    def states(self):
        """How the nodes are, by name."""
        try:
            lines = self.run("sinfo", "-h", "-N", "-o", "%N %t").splitlines()
        except RuntimeError:
            return {}
        return dict(line.split() for line in lines)

    def jobs(self, state="RUNNING"):
        """The jobs in a state: number, name, node."""
        out = self.run("squeue", "-h", "-t", state, "-o", "%i %N %j")
        return [line.split(maxsplit=2) for line in out.splitlines()]

    def wait(self, holds, seconds, what):
        """Waits until something holds."""
        end = time.monotonic() + seconds
        while not holds():
            for name, process in self.processes.items():
                if process.poll() is not None:
                    text = (self.folder / f"{name}.out").read_text(errors="replace")
                    raise RuntimeError(f"{name} ended: {text[-2000:]}")
            if time.monotonic() > end:
                raise RuntimeError(f"waited {seconds} s for {what} in vain")
            time.sleep(0.5)


def free_ports(count):
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for own in sockets:
        own.bind(("127.0.0.1", 0))
    ports = [own.getsockname()[1] for own in sockets]
    for own in sockets:
        own.close()
    return ports


def log(text):
    """Says what is done."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit("is a part of Scripts/test-cluster")
