"use strict";

/** What the process ends with; docs/cli.md promises them to scripts. */
const EXIT = {
  done: 0,
  /** The API refused, or something went wrong that has no code of its own. */
  failed: 1,
  usage: 2,
  credential: 3,
  notFound: 4,
  /** It may work when it is tried again: no connection, a deadline, a rate limit. */
  noAnswer: 5,
  /** The command did its work, and what it found out is no. */
  no: 6,
};

const BY_NAME = {
  ArgumentError: EXIT.usage,
  ConfigurationError: EXIT.credential,
  CredentialError: EXIT.credential,
};
const BY_STATUS = { 401: EXIT.credential, 403: EXIT.credential, 404: EXIT.notFound, 429: EXIT.noAnswer };

/** Returns the exit code for an error of the client. */
function exitCodeOf(error) {
  if (error.name === "VariableSyncError") return exitCodeOf(error.cause);
  if (error.name in BY_NAME) return BY_NAME[error.name];
  if (error.name !== "TriggerApiError") return EXIT.failed;
  return error.status === undefined ? EXIT.noAnswer : (BY_STATUS[error.status] ?? EXIT.failed);
}

/** Returns an error as one line that says what to do. */
function explain(error) {
  const line = [error.message, adviceFor(error)].filter(Boolean).join(". ");
  return withoutTokens(line.replace(/\s*\n\s*/g, " "));
}

function adviceFor(error) {
  if (error.status === 404 && /^runs\./.test(error.operation)) {
    return "Is the id right, and the secret key one of the environment the run is in?";
  }
  if (error.status === 404 && /^envvars\./.test(error.operation)) {
    return "hairtrigger envvars list shows what there is";
  }
  return undefined;
}

/** Cuts off whatever could be a token, should somebody have typed one where it does not belong. */
function withoutTokens(text) {
  return text
    .replace(/\b((?:tr|pk|trigger)_[a-z]+_(?:sk_)?)\w{8,}/g, "$1…")
    .replace(/\beyJ[\w-]+\.[\w.-]+/g, "eyJ…");
}

module.exports = { EXIT, exitCodeOf, explain, withoutTokens };
