# The steps of a model, and the parts of those that look at many images.


rule step:
    """A step, at once or from its parts."""
    input:
        inputs_of(),
    output:
        directory(f"{WORK}/{{model}}/{{step}}"),
    conda:
        "../envs/darkroom.yaml"
    log:
        f"{RESULTS}/logs/{{model}}/{{step}}.log",
    params:
        command=command_of(),
    threads: threads_of()
    resources:
        mem_mb=memory_of(),
        runtime=runtime_of(),
    shell:
        "{params.command} --threads {threads} > {log} 2>&1"


rule equalization:
    """How channels are equalized, which parts of a quantization have to know."""
    input:
        inputs_of(deciding),
    output:
        f"{WORK}/{{model}}/{{step}}.equalize.json",
    conda:
        "../envs/darkroom.yaml"
    log:
        f"{RESULTS}/logs/{{model}}/{{step}}.equalize.log",
    params:
        command=command_of(deciding),
    threads: threads_of(deciding)
    resources:
        mem_mb=memory_of(deciding),
        runtime=runtime_of(deciding),
    shell:
        "{params.command} --threads {threads} > {log} 2>&1"


rule part:
    """A part of a step."""
    input:
        inputs_of(),
    output:
        f"{WORK}/{{model}}/{{step}}.{{part}}.json",
    conda:
        "../envs/darkroom.yaml"
    log:
        f"{RESULTS}/logs/{{model}}/{{step}}.{{part}}.log",
    params:
        command=command_of(),
    threads: threads_of()
    resources:
        mem_mb=memory_of(),
        runtime=runtime_of(),
    shell:
        "{params.command} --threads {threads} > {log} 2>&1"
