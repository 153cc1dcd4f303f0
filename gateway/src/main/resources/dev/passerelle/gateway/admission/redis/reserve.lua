-- Takes what a request wants from all limits, or from none.
--
-- ARGV: time, gateway, generation, prompt tokens, fewest and most tokens to generate, fewest for whose sake a rate is used up,
-- price of a prompt token, of a generated one; then for each limit its kind (rate, running, budget), unit (requests, tokens,
-- money), capacity, and the milliseconds after which to try again (rates know better). KEYS[2] is the epoch, then a key for each
-- limit.
-- Returns 'granted', tokens to generate, the number of the limit that bounds them or 0, and for each limit what is left, the
-- milliseconds until it is whole, the number of the take; or 'refused', the number of the limit, what is left, until it is whole,
-- until it would fit, fewest tokens to generate that it had no room for.
local gateway, generation = ARGV[2], ARGV[3]
if living(gateway) ~= generation then
  return { 'stale' }
end
local prompt, least, most, worth = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local prompt_price, completion_price = tonumber(ARGV[8]), tonumber(ARGV[9])
local epoch = epoch_of(KEYS[2])

local function amount(unit, completion)
  if unit == 'requests' then
    return 1
  elseif unit == 'tokens' then
    return prompt + completion
  end
  return prompt_price * prompt + completion_price * completion
end

-- Most tokens that may be generated, if that much is left; below zero if not even the prompt fits.
local function fitting(unit, left)
  if unit == 'requests' then
    return left >= 1 and most or -1
  elseif unit == 'tokens' then
    return left - prompt
  end
  local rest = left - prompt_price * prompt
  if rest < 0 or completion_price == 0 then
    return rest < 0 and -1 or most
  end
  return (rest - math.fmod(rest, completion_price)) / completion_price
end

local kinds = {}

kinds.rate = {
  look = function(limit)
    limit.bucket = bucket(limit.key, tonumber(limit.capacity), epoch)
    local left = limit.bucket.capacity * SCALE - limit.bucket.debt
    return math.max(0, math.floor(left / SCALE))
  end,
  retry = function(limit)
    local it = limit.bucket
    local wanted = it.debt + (amount(limit.unit, worth) - it.capacity) * SCALE
    return math.max(1, math.ceil(wanted / it.capacity))
  end,
  take = function(limit, taken)
    local it = limit.bucket
    if taken == 0 then
      return
    end
    it.takes = it.takes + 1
    if limit.unit ~= 'requests' then
      local lows = it.lows
      while #lows > 0 and lows[#lows] >= it.debt do
        lows[#lows] = nil
        lows[#lows] = nil
      end
      lows[#lows + 1] = it.takes
      lows[#lows + 1] = it.debt
      if #lows > 2 * LOWS then
        -- Two neighbours become one that promises neither more than it may: the later take, the lower debt.
        local closest = 1
        for i = 1, #lows - 3, 2 do
          if lows[i + 3] - lows[i + 1] < lows[closest + 3] - lows[closest + 1] then
            closest = i
          end
        end
        table.remove(lows, closest)
        table.remove(lows, closest + 2)
        lows[closest], lows[closest + 1] = lows[closest + 1], lows[closest]
      end
    end
    it.debt = it.debt + taken * SCALE
    keep(it)
  end,
  standing = function(limit)
    local it = limit.bucket
    return whole(math.max(0, math.floor((it.capacity * SCALE - it.debt) / SCALE))), math.ceil(it.debt / it.capacity)
  end,
}

kinds.running = {
  look = function(limit)
    limit.running, limit.own = 0, 0
    local fields = redis.call('HGETALL', limit.key)
    for i = 1, #fields, 2 do
      local began, count = string.match(fields[i + 1], '^(%S+) (%d+)$')
      if living(fields[i]) == began then
        limit.running = limit.running + tonumber(count)
        if fields[i] == gateway then
          limit.own = tonumber(count)
        end
      else
        redis.call('HDEL', limit.key, fields[i])
      end
    end
    return math.max(0, tonumber(limit.capacity) - limit.running)
  end,
  retry = function(limit)
    return limit.reset
  end,
  take = function(limit, taken)
    limit.running = limit.running + taken
    redis.call('HSET', limit.key, gateway, generation .. ' ' .. whole(limit.own + taken))
    redis.call('PEXPIRE', limit.key, 86400000)
  end,
  standing = function(limit)
    return whole(math.max(0, tonumber(limit.capacity) - limit.running)), limit.running > 0 and limit.reset or 0
  end,
}

kinds.budget = {
  look = function(limit)
    limit.high, limit.low = 0, 0
    for _, charged in ipairs(redis.call('HVALS', limit.key)) do
      local high, low = limbs(charged)
      limit.high, limit.low = limit.high + high, limit.low + low
    end
    local high, low = limbs(limit.capacity)
    local carry = math.floor(limit.low / LIMB)
    limit.high, limit.low = limit.high + carry, limit.low - carry * LIMB
    if high - limit.high > 8998 then
      return MOST
    end
    return math.max(0, (high - limit.high) * LIMB + low - limit.low)
  end,
  retry = function(limit)
    return limit.reset
  end,
  take = function(limit, taken)
    limit.low = limit.low + taken
    redis.call('HINCRBY', limit.key, gateway, whole(taken))
  end,
  standing = function(limit)
    local high, low = limbs(limit.capacity)
    return difference(high, low, limit.high, limit.low), limit.reset
  end,
}

local limits = {}
for i = 1, #KEYS - 2 do
  local at = 10 + (i - 1) * 4
  local limit = {
    key = KEYS[i + 2],
    kind = kinds[ARGV[at]],
    unit = ARGV[at + 1],
    capacity = ARGV[at + 2],
    reset = tonumber(ARGV[at + 3]),
  }
  limits[i] = limit
  limit.fits = fitting(limit.unit, limit.kind.look(limit))
  if limit.kind == kinds.budget then
    worth = math.min(worth, limit.fits)
  end
end
worth = math.max(worth, least)

local completion, bound, refused, longest = most, 0, 0, -1
for i, limit in ipairs(limits) do
  if limit.fits < (limit.kind == kinds.budget and least or worth) then
    local retry = limit.kind.retry(limit)
    if retry > longest then
      refused, longest = i, retry
    end
  elseif limit.fits < completion then
    completion, bound = limit.fits, i
  end
end

if refused > 0 then
  local limit = limits[refused]
  local left, reset = limit.kind.standing(limit)
  return { 'refused', refused, left, reset, longest, limit.kind == kinds.budget and least or worth }
end
local answer = { 'granted', completion, bound }
for i, limit in ipairs(limits) do
  limit.kind.take(limit, amount(limit.unit, completion))
  local left, reset = limit.kind.standing(limit)
  answer[#answer + 1] = left
  answer[#answer + 1] = reset
  answer[#answer + 1] = limit.bucket and whole(limit.bucket.takes) or '0'
end
return answer
