-- What the scripts share; it stands before each of them.
--
-- KEYS[1] is the hash of gateways: id -> 'generation deadline'. ARGV[1] is the time in milliseconds, or '' for Redis's own. Numbers beyond 2^53 (money) are kept as two limbs of twelve
-- digits, since Lua has doubles only.

local GATEWAYS = KEYS[1]
local LIMB = 1000000000000
local MOST = 8999 * LIMB

-- A rate of N a minute is a debt that N/60000 is paid back of each millisecond: in 1/60000 of a thing all numbers are whole.
local SCALE = 60000

-- How many low points of a debt are kept at most.
local LOWS = 64

local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local function whole(number)
  return string.format('%.0f', number)
end

-- The generation of a gateway that lives, or nil.
local function living(gateway)
  local entry = redis.call('HGET', GATEWAYS, gateway)
  if not entry then
    return nil
  end
  local generation, deadline = string.match(entry, '^(%S+) (%d+)$')
  if tonumber(deadline) > now then
    return generation
  end
  return nil
end

local function limbs(text)
  if string.sub(text, 1, 1) == '-' then
    return 0, 0
  end
  if #text <= 12 then
    return 0, tonumber(text)
  end
  return tonumber(string.sub(text, 1, -13)), tonumber(string.sub(text, -12))
end

-- a - b >= 0 of two limbs each, as text; what is below zero is zero.
local function difference(ahigh, alow, bhigh, blow)
  local high, low = ahigh - bhigh, alow - blow
  local carry = math.floor(low / LIMB)
  high, low = high + carry, low - carry * LIMB
  if high < 0 then
    return '0'
  elseif high == 0 then
    return whole(low)
  end
  return string.format('%.0f%012.0f', high, low)
end

-- The bucket of a key, with what was paid back until now.
--
-- lows are the low points of the debt, as pairs: the number of the take that it was that low before, and the debt then. Only
-- those count that no later one is below, so both rise.
local function bucket(key, capacity, epoch)
  local text = redis.call('GET', key)
  local it = { key = key, capacity = capacity, debt = 0, time = now, takes = now * 1000, lows = {} }
  if text then
    local kept = cmsgpack.unpack(text)
    it.debt, it.time, it.takes = kept[1], kept[2], kept[3]
    for i = 4, #kept do
      it.lows[i - 3] = kept[i]
    end
  else
    it.lows = { it.takes, 0 }
  end
  -- Redis forgot what had been taken: at worst everything.
  if epoch.empty and (not text or it.time < epoch.since) then
    it.debt = math.max(it.debt, capacity * SCALE)
    it.time = epoch.since
  end
  if now > it.time then
    it.debt = math.max(0, it.debt - capacity * (now - it.time))
    it.time = now
  elseif it.time - now > SCALE then
    it.time = now
  end
  return it
end

local function keep(it)
  local packed = { it.debt, it.time, it.takes }
  for i = 1, #it.lows do
    packed[i + 3] = it.lows[i]
  end
  local whole_again = math.ceil(it.debt / it.capacity) + math.max(0, it.time - now) + 1000
  if ARGV[1] ~= '' then
    whole_again = 3600000
  end
  redis.call('SET', it.key, cmsgpack.pack(packed), 'PX', whole(whole_again))
end

local function epoch_of(key)
  local fields = redis.call('HMGET', key, 'id', 'since', 'empty')
  return { id = fields[1], since = tonumber(fields[2] or '0'), empty = fields[3] == '1' }
end

