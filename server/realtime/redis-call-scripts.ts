// How calls are counted in Redis. Of each resource there are two sorted sets, whose scores are instants in whole
// microseconds since 1970:
//
//   slots     a held place and until when; `full`, until when no call is granted; and `run:<id>` at infinity, which says
//             that this set was kept since that run of the server began. It lies in the set, so that what loses the
//             one loses the other.
//   waiting   for each call that a person waits for and that found no place: until when a place is kept for it
//
// A restarted Redis comes back with nothing, or with what it had saved some while ago, and cannot tell the difference:
// its run has another id then.

/** KEYS: slots, waiting. ARGV[1]: the instant to count at in microseconds; empty: Redis' own clock. */
const PRELUDE = `
local slots, waiting = KEYS[1], KEYS[2]

local function instant(microseconds) return string.format('%.0f', microseconds) end

local moment = tonumber(ARGV[1])
if not moment then
  local time = redis.call('TIME')
  moment = time[1] * 1000000 + time[2]
end

local info = redis.pcall('INFO', 'server')
local run = 'run:' .. (type(info) == 'string' and string.match(info, 'run_id:(%w+)') or '')
local isKept = redis.call('ZSCORE', slots, run)
`;

/**
 * ARGV: instant, whether a person waits, limit, reserve, window, lease, patience (all in microseconds), name of the slot.
 * Returns {'TAKEN'}, {'REFUSED', microseconds until it is worth asking again} or {'LOST'}.
 */
export const TAKE = `${PRELUDE}
if not isKept then return {'LOST'} end
local isUser, limit, reserve = ARGV[2] == '1', tonumber(ARGV[3]), tonumber(ARGV[4])
local window, lease, patience = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local farthest = moment + lease + window

redis.call('ZREMRANGEBYSCORE', slots, '-inf', instant(moment))
redis.call('ZREMRANGEBYSCORE', waiting, '-inf', instant(moment))
-- The clock was moved back. Nothing that was granted until now can count for longer than this.
for _, stray in ipairs(redis.call('ZRANGEBYSCORE', slots, '(' .. instant(farthest), '(+inf')) do
  redis.call('ZADD', slots, 'XX', instant(farthest), stray)
end
redis.call('ZREMRANGEBYSCORE', waiting, '(' .. instant(farthest + patience), '+inf')

local full = tonumber(redis.call('ZSCORE', slots, 'full') or nil)
local taken = redis.call('ZCARD', slots) - 1 - (full and 1 or 0)
if not isUser then taken = taken + reserve + redis.call('ZCARD', waiting) end

if taken < limit and not full then
  redis.call('ZADD', slots, instant(farthest), ARGV[8])
  if isUser then redis.call('ZPOPMIN', waiting) end
  return {'TAKEN'}
end

local retry = full or 0
if taken >= limit then
  -- So many have to go before it is worth asking again.
  local blockers, needed = {}, taken - limit + 1
  local function add(set, latest)
    local found = redis.call('ZRANGE', set, 0, needed, 'WITHSCORES')
    for i = 1, #found, 2 do
      if found[i] ~= 'full' then table.insert(blockers, math.min(tonumber(found[i + 1]), latest)) end
    end
  end
  -- What is unanswered comes free a window from now at the earliest.
  add(slots, moment + window)
  if not isUser then add(waiting, math.huge) end
  table.sort(blockers)
  retry = math.max(retry, blockers[needed])
end
if isUser then
  redis.call('ZADD', waiting, instant(retry + patience), ARGV[8])
  redis.call('ZREMRANGEBYRANK', waiting, 0, -limit - 1)
end
return {'REFUSED', math.ceil(retry - moment)}
`;

/** ARGV: instant, window, name of the slot. A slot that is gone stays so. */
export const RELEASE = `${PRELUDE}
redis.call('ZADD', slots, 'XX', instant(moment + tonumber(ARGV[2])), ARGV[3])
`;

/** ARGV: instant, for how long no call is granted. */
export const EXHAUSTED = `${PRELUDE}
redis.call('ZADD', slots, 'GT', instant(moment + tonumber(ARGV[2])), 'full')
`;

/**
 * Begins to count. ARGV: instant, for how long no call is granted (0: from now on they are), whether also where it is
 * being counted already.
 */
export const BEGIN = `${PRELUDE}
if isKept and ARGV[3] ~= '1' then return end
redis.call('ZREMRANGEBYSCORE', slots, '+inf', '+inf')
redis.call('ZADD', slots, '+inf', run)
local closed = tonumber(ARGV[2])
if closed > 0 then redis.call('ZADD', slots, 'GT', instant(moment + closed), 'full') end
`;

/** ARGV: instant, limit, window. Returns {'LOST'} or {'KEPT', places left, microseconds until one comes free}. */
export const USAGE = `${PRELUDE}
if not isKept then return {'LOST'} end
local limit, window = tonumber(ARGV[2]), tonumber(ARGV[3])
local full = tonumber(redis.call('ZSCORE', slots, 'full') or nil)
if full and full <= moment then full = nil end
local held = redis.call('ZRANGEBYSCORE', slots, '(' .. instant(moment), '(+inf', 'WITHSCORES')
local busy = #held / 2 - (full and 1 or 0)
if busy < limit and not full then return {'KEPT', limit - busy, 0} end
local free = full or math.min(tonumber(held[2 * (busy - limit + 1)]), moment + window)
return {'KEPT', 0, math.ceil(free - moment)}
`;
