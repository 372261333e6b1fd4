/** What a program can record, by the types that `bumblebee trace types SPEC` writes for a specification. */

/** What the actions of a specification are called, with their parameters, and its variables. */
export interface TraceTypes {
  readonly actions: object;
  readonly state: object;
}

/** Without types of a specification anything may be recorded. */
export interface AnyTrace extends TraceTypes {
  readonly actions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly state: Readonly<Record<string, unknown>>;
}

/** What is known of the state, before or after the step; variables that are left out are not compared. */
export interface Observed<State> {
  readonly before?: Partial<State>;
  readonly after?: Partial<State>;
}

export interface Recorder<T extends TraceTypes = AnyTrace> {
  /** Whether anything is recorded: what is costly to find out need not be found out without it. */
  readonly on: boolean;
  /** A step was taken. */
  event<A extends keyof T["actions"] & string>(
    action: A,
    args?: T["actions"][A],
    observed?: Observed<T["state"]>,
  ): void;
  /** Values of constants, by name: a line for the beginning. */
  config(constants: Readonly<Record<string, unknown>>): void;
  /** Brings to disk what was recorded so far. */
  flush(): void;
  /** Ends the log in order, with a marker that says how many events there are; nothing is recorded after it. */
  end(): void;
}

export interface RecorderOptions {
  /** The log; lines are added to a file that is there. */
  readonly file: string;
  /** Whose log it is. */
  readonly node: string;
  /** Without it nothing is recorded and nothing is done. Default: true. */
  readonly on?: boolean;
  /** A file that has grown to this size is ended, and the next is begun: `n1.ndjson`, `n1.1.ndjson`, … Bytes. */
  readonly maxBytes?: number;
  /** Fields whose values are not to be read, wherever they stand; equal values stay equal. */
  readonly redact?: readonly string[];
  /** With the same key the logs of several nodes show equal values as equal. Default: one for the process. */
  readonly redactKey?: string;
  /** Whether signals that would end the process bring the log to disk first. Default: true. */
  readonly signals?: boolean;
  /** Told once when the log cannot be written any more; recording stops then. Default: a warning of the process. */
  readonly onError?: (error: Error) => void;
}
