/** The status of a deployment. Values that the typings do not know yet pass through, so keep a default branch. */
export type DeploymentStatus =
  | "PENDING"
  | "INSTALLING"
  | "BUILDING"
  | "DEPLOYING"
  | "DEPLOYED"
  | "FAILED"
  | "CANCELED"
  | "TIMED_OUT"
  | (string & {});

/** The reason why a deployment failed. */
export interface DeploymentError {
  name: string;
  message: string;
  stack?: string;
  stderr?: string;
}
