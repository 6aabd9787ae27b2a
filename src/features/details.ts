// Details of recorded calls that inputs hand over only where somebody asks: most rules do not, and naming every argument of millions
// of calls would cost more than matching them.

export interface WantedDetails {
  /** Whether `argument` features of a canonical name are asked for. */
  hasArgument(name: string): boolean;
  /** Whether any are. */
  readonly arguments: boolean;
  /** Whether `return` features are asked for, */
  readonly returns: boolean;
  /** `status` features, */
  readonly status: boolean;
  /** `behavior` features. */
  readonly behaviors: boolean;
  /** Whether it is asked when calls were made. */
  readonly times: boolean;
}
