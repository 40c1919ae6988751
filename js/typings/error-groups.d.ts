/** The status of an error group. Values that the typings do not know yet pass through, so keep a default branch. */
export type ErrorStatus = "unresolved" | "resolved" | "ignored" | (string & {});
