# From the steps of all models to a store, and from that to what people see. Folders that are signed are no
# outputs of rules, as Snakemake leaves a file of its own in those; a mark beside each tells that it is there.


rule zoo:
    """The store that `darkroom zoo build` would have made."""
    input:
        [f"{WORK}/{output}" for output, job in JOBS.items() if job["wanted"] == "whole"],
    output:
        touch(f"{RESULTS}/zoo.done"),
    conda:
        "../envs/darkroom.yaml"
    log:
        f"{RESULTS}/logs/assemble.log",
    params:
        command=shlex.join(
            [DARKROOM, "zoo", "assemble", *MODELS, "--work", WORK, "--store", STORE]
            + options()
        ),
    resources:
        mem_mb=512,
        runtime=config["minutes"],
    shell:
        "{params.command} > {log} 2>&1"


rule publish:
    """The signed folder of a model."""
    input:
        f"{RESULTS}/zoo.done",
    output:
        touch(f"{RESULTS}/published/{{model}}.done"),
    conda:
        "../envs/darkroom.yaml"
    log:
        f"{RESULTS}/logs/{{model}}/publish.log",
    params:
        command=lambda wildcards: shlex.join(
            [DARKROOM, "zoo", "publish", wildcards.model, "--store", STORE]
            + ["-o", f"{RESULTS}/published/{wildcards.model}"]
            + options()
            + (["--key", config["publish"]["key"]] if config["publish"]["key"] else [])
        ),
    resources:
        mem_mb=512,
        runtime=config["minutes"],
    shell:
        "{params.command} > {log} 2>&1"


rule site:
    """The pages about all models that were published."""
    input:
        expand(f"{RESULTS}/published/{{model}}.done", model=MODELS),
    output:
        touch(f"{RESULTS}/site.done"),
    conda:
        "../envs/darkroom.yaml"
    log:
        f"{RESULTS}/logs/site.log",
    params:
        command=shlex.join(
            [DARKROOM, "zoo", "site", "--store", STORE, "-o", f"{RESULTS}/site"] + options()
        ),
    resources:
        mem_mb=512,
        runtime=config["minutes"],
    shell:
        "{params.command} > {log} 2>&1"
