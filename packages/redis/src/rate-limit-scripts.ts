import { defineScript, type Script } from "./redis-client.js";

// KEYS[1] is a list of the times of the last requests, oldest first. KEYS[2] is a hash of what the
// server has said: places that others hold, under the time at which they are free again, and under
// "pause" the time until which nobody gets a place. Its "late" is how much later than sent requests
// may have arrived, until the time under "late_until". Times are microseconds of Redis's own clock: all
// processes count by one clock, and a double holds them exactly.
const PRELUDE = `
local time = redis.call("TIME")
local now = time[1] * 1000000 + time[2]

local function text(number)
  return string.format("%.0f", number)
end

-- Nothing lives longer than it counts.
local function keep(key, microseconds)
  local milliseconds = math.ceil(microseconds / 1000)
  if redis.call("PTTL", key) < milliseconds then
    redis.call("PEXPIRE", key, text(milliseconds))
  end
end

local function pause(microseconds)
  local known = tonumber(redis.call("HGET", KEYS[2], "pause") or 0)
  if known < now + microseconds then
    redis.call("HSET", KEYS[2], "pause", text(now + microseconds))
    keep(KEYS[2], microseconds)
  end
end

-- How much longer requests count that may have arrived late, and until when they do.
local function lateness()
  local late_until = tonumber(redis.call("HGET", KEYS[2], "late_until") or 0)
  if late_until <= now then
    return 0, 0
  end
  return tonumber(redis.call("HGET", KEYS[2], "late")), late_until
end

-- The places that others hold, and when the first of them is free.
local function held()
  local places, soonest = 0, math.huge
  local fields = redis.call("HGETALL", KEYS[2])
  for i = 1, #fields, 2 do
    local free_at = tonumber(fields[i])
    if free_at and free_at > now then
      places = places + tonumber(fields[i + 1])
      soonest = math.min(soonest, free_at)
    elseif free_at then
      redis.call("HDEL", KEYS[2], fields[i])
    end
  end
  return places, soonest
end

-- The places that our own requests hold.
local function used(interval)
  local oldest = redis.call("LINDEX", KEYS[1], 0)
  while oldest and oldest + interval <= now do
    redis.call("LPOP", KEYS[1])
    oldest = redis.call("LINDEX", KEYS[1], 0)
  end
  return redis.call("LLEN", KEYS[1])
end
`;

/** ARGV: requests, interval. Answers 0 for a place, else the microseconds to wait. */
export const TAKE: Script = defineScript(`${PRELUDE}
local requests, interval = tonumber(ARGV[1]), tonumber(ARGV[2])
local paused_until = tonumber(redis.call("HGET", KEYS[2], "pause") or 0)
if paused_until > now then
  return paused_until - now
end
local others, soonest = held()
local late, late_until = lateness()
local over = used(interval + late) + others - requests
if over >= 0 then
  -- The request that has to be an interval old before there is a place.
  local last = redis.call("LINDEX", KEYS[1], over)
  local free_at = last and last + interval + late or math.huge
  -- Those that came after the late ones count no longer than they should.
  return math.min(free_at, math.max(free_at - late, late_until), soonest) - now
end
redis.call("RPUSH", KEYS[1], text(now))
keep(KEYS[1], interval + late)
return 0
`);

/** ARGV: interval, microseconds. */
export const DELAY: Script = defineScript(`${PRELUDE}
local interval, microseconds = tonumber(ARGV[1]), tonumber(ARGV[2])
local late, late_until = lateness()
redis.call("HSET", KEYS[2], "late", text(math.max(late, microseconds)))
redis.call("HSET", KEYS[2], "late_until", text(math.max(late_until, now + interval)))
keep(KEYS[2], interval)
if redis.call("LLEN", KEYS[1]) > 0 then
  keep(KEYS[1], interval + microseconds)
end
return 0
`);

/** ARGV: microseconds. */
export const PAUSE: Script = defineScript(`${PRELUDE}
pause(tonumber(ARGV[1]))
return 0
`);

/** ARGV: requests, interval, remaining, microseconds. */
export const LEARN: Script = defineScript(`${PRELUDE}
local requests, interval = tonumber(ARGV[1]), tonumber(ARGV[2])
local remaining, microseconds = tonumber(ARGV[3]), tonumber(ARGV[4])
local free = requests - used(interval + lateness()) - held()
if free > remaining then
  if remaining == 0 then
    pause(microseconds)
  else
    redis.call("HINCRBY", KEYS[2], text(now + microseconds), text(free - remaining))
    keep(KEYS[2], microseconds)
  end
end
return 0
`);
