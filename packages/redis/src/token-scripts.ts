import { defineScript, type Script } from "./redis-client.js";

// KEYS[1] is the sealed token, KEYS[2] the lock of who asks for another one: a name that nobody else
// has, so that a process that was away for long cannot end another's lock.

/** Answers the sealed token, or nothing. */
export const READ: Script = defineScript(`
return redis.call("GET", KEYS[1])
`);

/** ARGV: owner, milliseconds. Answers 1 to the one that may ask. */
export const LOCK: Script = defineScript(`
return redis.call("SET", KEYS[2], ARGV[1], "NX", "PX", ARGV[2]) and 1 or 0
`);

/** ARGV: owner, milliseconds. Keeps the lock of one that is still asking. */
export const EXTEND: Script = defineScript(`
if redis.call("GET", KEYS[2]) ~= ARGV[1] then return 0 end
return redis.call("PEXPIRE", KEYS[2], ARGV[2])
`);

/** ARGV: owner, and with a token the sealed token and the milliseconds of its life. */
export const UNLOCK: Script = defineScript(`
if redis.call("GET", KEYS[2]) ~= ARGV[1] then return 0 end
if ARGV[2] then redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3]) end
return redis.call("DEL", KEYS[2])
`);
