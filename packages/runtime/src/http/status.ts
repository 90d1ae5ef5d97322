/** The 4xx status codes of the IANA HTTP Status Code Registry, with 449 that some servers send. */
export type ClientErrorStatus =
  | 400
  | 401
  | 402
  | 403
  | 404
  | 405
  | 406
  | 407
  | 408
  | 409
  | 410
  | 411
  | 412
  | 413
  | 414
  | 415
  | 416
  | 417
  | 421
  | 422
  | 423
  | 424
  | 425
  | 426
  | 428
  | 429
  | 431
  | 449
  | 451;

/** The 5xx status codes of the IANA HTTP Status Code Registry. */
export type ServerErrorStatus = 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;

/** Every registered error status: what `default` stands for in a description. */
export type ErrorStatus = ClientErrorStatus | ServerErrorStatus;
