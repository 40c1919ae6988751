/** The variables an environment is to have: values by name, or values with whether they are secret. */
export interface DesiredVariables {
  [name: string]: string | DesiredVariable;
}

/** A variable an environment is to have. */
export interface DesiredVariable {
  value: string;
  /** Makes it a secret, whose value is never shown again. Default as it is; a new one is not secret. */
  isSecret?: boolean;
}

/** The options of `envvars.sync`. */
export interface SyncVariablesOptions {
  /** Reads only, and answers the plan. Default false. */
  dryRun?: boolean;
  /** Deletes the variables that are not desired. Default false. */
  prune?: boolean;
}

/** The work that has to be done, by the names of variables. */
export interface VariablesPlan {
  /** The variables that are not there yet. */
  create: string[];
  /** The variables that get another value, or become secret or cease to be. */
  update: string[];
  /** Secrets, whose values cannot be read back: they are written in case they are other ones. */
  unknown: string[];
  /** The variables that are as desired. */
  unchanged: string[];
  /**
   * The variables that are not desired, with `prune`. On a preview branch it has those that the branch only
   * inherits too: the list does not tell them apart.
   */
  delete: string[];
}

/** The work that was done, by the names of variables; the lists are empty after a dry run. */
export interface VariablesDone {
  created: string[];
  /** Updates and unknown ones. */
  updated: string[];
  deleted: string[];
  /** Variables that were to be deleted of a preview branch and belong to its parent, where they stay. */
  inherited: string[];
}

/** The plan of `envvars.sync`, and the part of it that was done. */
export interface SyncedVariables {
  plan: VariablesPlan;
  done: VariablesDone;
}

export declare namespace envvars {
  /** Makes the variables of an environment those that are desired, under request options alone. */
  function sync(
    projectRef: string,
    env: Environment,
    desired: DesiredVariables,
    requestOptions: RequestOptions,
  ): Promise<SyncedVariables>;

  /**
   * Makes the variables of an environment those that are desired.
   *
   * It lists them, then imports what is new or different, in one call, or one more for those that become
   * secret and for those that cease to be, and last deletes one by one what is not desired, with `prune`.
   * Variables that are equal are not written, also when a preview branch only inherits them; `prune` leaves
   * there what the branch inherits.
   *
   * Rejects with a VariableSyncError when a call fails after the list; it says what was done, and the same
   * call goes on from there. Rejects with an ArgumentError, and nothing is changed, for names that can be
   * none, for `TRIGGER_SECRET_KEY` and `TRIGGER_API_URL`, for new variables that are blank, and for `prune`
   * when nothing is desired.
   */
  function sync(
    projectRef: string,
    env: Environment,
    desired: DesiredVariables,
    options?: SyncVariablesOptions,
    requestOptions?: RequestOptions,
  ): Promise<SyncedVariables>;
}
