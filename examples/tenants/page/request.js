/** What the service answered that was no success; `errors` are those of a form's fields. */
export class Refused extends Error {
  constructor(sentence, errors) {
    super(sentence);
    this.errors = errors;
  }
}

export async function request(method, path, body, signal) {
  const headers = body && { "content-type": "application/json" };
  let response;
  try {
    response = await fetch(path, { method, headers, body: body && JSON.stringify(body), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused("The service does not answer. Try again in a moment.");
  }
  const answer = response.status === 204 ? undefined : await response.json();
  if (!response.ok) throw new Refused(answer.error, answer.errors);
  return answer;
}
