-- Gives back what a request didn't use.
--
-- ARGV: time, gateway, generation, the epoch it was taken in; then for each key its kind, how much (below zero takes more), the
-- number of the take and the capacity (rates only). KEYS[2] is the epoch.
local gateway, generation = ARGV[2], ARGV[3]
if living(gateway) ~= generation then
  return { 'stale' }
end
local epoch = epoch_of(KEYS[2])
local kinds = {}

-- More was used than taken: it is owed from now on, but no more than is paid back in a day.
local function exceed(key, excess, capacity)
  local it = bucket(key, capacity, epoch)
  it.debt = math.max(it.debt, math.min(it.debt + excess * SCALE, capacity * 86400000))
  keep(it)
end

-- In hindsight less was taken: the debt would have been lower by that ever since, but for where it would have been below zero.
function kinds.rate(key, unused, take, capacity)
  if tonumber(unused) < 0 then
    return exceed(key, -tonumber(unused), tonumber(capacity))
  end
  if epoch.id ~= ARGV[4] then
    return
  end
  local it = bucket(key, tonumber(capacity), epoch)
  local lows, first = it.lows, #it.lows + 1
  while first > 1 and lows[first - 2] > tonumber(take) do
    first = first - 2
  end
  local back = math.min(tonumber(unused) * SCALE, it.debt, lows[first + 1] or it.debt)
  it.debt = it.debt - back
  for i = first, #lows, 2 do
    lows[i + 1] = lows[i + 1] - back
  end
  while first > 1 and first <= #lows and lows[first - 1] >= lows[first + 1] do
    table.remove(lows, first - 2)
    table.remove(lows, first - 2)
    first = first - 2
  end
  keep(it)
end

function kinds.running(key, ended)
  local began, count = string.match(redis.call('HGET', key, gateway) or '', '^(%S+) (%d+)$')
  local left = (began == generation and tonumber(count) or 0) - tonumber(ended)
  if left > 0 then
    redis.call('HSET', key, gateway, generation .. ' ' .. whole(left))
  else
    redis.call('HDEL', key, gateway)
  end
end

function kinds.budget(key, unused)
  if redis.call('HEXISTS', key, gateway) == 1 then
    redis.call('HINCRBY', key, gateway, whole(-tonumber(unused)))
  end
end

for i = 3, #KEYS do
  local at = 5 + (i - 3) * 4
  kinds[ARGV[at]](KEYS[i], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
end
return { 'settled' }
