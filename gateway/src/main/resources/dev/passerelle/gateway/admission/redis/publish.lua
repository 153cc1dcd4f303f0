-- Sets a gateway's own counters to what it knows, and those of others to what the ledger knows, where that is more certain.
--
-- ARGV: time, gateway, generation; then for each key: 'running' and how many; or 'charged', when it expires, own charges ('' leaves
-- them alone), how many others, and for each of those its id and its charges. KEYS[2] is the gateway's set of
-- budgets, by when they expire.
local gateway, generation = ARGV[2], ARGV[3]
if living(gateway) ~= generation then
  return { 'stale' }
end

local function less(a, b)
  local ahigh, alow = limbs(a)
  local bhigh, blow = limbs(b)
  return ahigh < bhigh or (ahigh == bhigh and alow < blow)
end

-- Whoever lives tells its own charges; of the dead, the ledger may know more than an old copy of this Redis.
local function publish_other(key, other, charged)
  local present = redis.call('HGET', key, other)
  if not present or (not living(other) and less(present, charged)) then
    redis.call('HSET', key, other, charged)
  end
end

local at = 4
for i = 3, #KEYS do
  local key = KEYS[i]
  if ARGV[at] == 'running' then
    redis.call('HSET', key, gateway, generation .. ' ' .. ARGV[at + 1])
    redis.call('PEXPIRE', key, 86400000)
    at = at + 2
  else
    local expires, own, others = ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
    if own ~= '' then
      redis.call('HSET', key, gateway, own)
      redis.call('ZADD', KEYS[2], expires, key)
    end
    at = at + 4
    for _ = 1, others do
      publish_other(key, ARGV[at], ARGV[at + 1])
      at = at + 2
    end
    redis.call('PEXPIREAT', key, expires)
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', whole(now))
redis.call('PEXPIRE', KEYS[2], 40 * 86400000)
return { 'published' }
