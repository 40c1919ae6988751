"use strict";

const { COMMON, UsageError } = require("./command-line.js");
const { question } = require("./nearest.js");

/** What each shell needs to complete the words of a command line, from what there is. */
const SHELLS = { bash, zsh, fish };

function run({ positionals: [shell] }) {
  const write = SHELLS[shell];
  if (write === undefined) {
    const names = Object.keys(SHELLS);
    throw new UsageError(
      `there is completion for ${names.join(", ")}${question(shell, names)}`,
      "completion",
    );
  }
  process.stdout.write(`${write(words())}\n`);
}

/** The words that may follow those of each key: commands, then the options of a command. */
function words() {
  const { commands } = require("./commands.js");
  const names = Object.keys(commands).map((name) => name.split(" ")[0]);
  const following = new Map([["", new Set(names)]]);
  for (const [name, load] of Object.entries(commands)) {
    const [first, second] = name.split(" ");
    if (second !== undefined) following.set(first, (following.get(first) ?? new Set()).add(second));
    const options = Object.keys({ ...load().options, ...COMMON }).map((option) => `--${option}`);
    following.set(name, new Set(options));
  }
  return following;
}

function bash(following) {
  const cases = [...following].map(([before, after]) => {
    // Behind a whole command come its options, whatever its arguments were.
    const pattern = [...after].some((word) => word.startsWith("--")) ? `"${before}"*` : `"${before}"`;
    return `    ${pattern}) words="${[...after].join(" ")}" ;;`;
  });
  return `# hairtrigger's completion for bash: eval "$(hairtrigger completion bash)"
_hairtrigger() {
  local words="" before="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) [[ "$before" == *" "* ]] || before="\${before:+$before }$word" ;; esac
  done
  case "$before" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _hairtrigger hairtrigger`;
}

function zsh(following) {
  return `# hairtrigger's completion for zsh: eval "$(hairtrigger completion zsh)"
autoload -Uz bashcompinit && bashcompinit
${bash(following).split("\n").slice(1).join("\n")}`;
}

function fish(following) {
  const lines = [...following].flatMap(([before, after]) =>
    [...after].map((word) => {
      const seen =
        before === "" ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${before.split(" ").at(-1)}`;
      const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c hairtrigger -n "${seen}" ${what}`;
    }),
  );
  return ["# hairtrigger's completion for fish: hairtrigger completion fish | source", ...lines].join("\n");
}

module.exports = {
  summary: "Prints what completes the command line in a shell.",
  arguments: "<bash | zsh | fish>",
  count: [1, 1],
  options: {},
  examples: ['eval "$(hairtrigger completion bash)"'],
  run,
};
