-- Begins a new generation of a gateway: what it sent before and hasn't been executed is void.
--
-- ARGV: time, gateway, generation, time to live, id of the epoch that the gateway knows, id for a new one, this Redis's run.
-- KEYS[2] is the epoch. Returns its id, and the milliseconds it has lasted.
local gateway, generation, lives, known, fresh, run = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local epoch = redis.call('HMGET', KEYS[2], 'id', 'run', 'since')
if not epoch[1] or epoch[2] ~= run then
  redis.call('HSET', KEYS[2], 'id', fresh, 'run', run, 'since', whole(now), 'empty', known == '' and '0' or '1')
  epoch = { fresh, run, whole(now) }
elseif known ~= '' and known ~= epoch[1] then
  redis.call('HSET', KEYS[2], 'empty', '1')
end
local others = redis.call('HGETALL', GATEWAYS)
for i = 1, #others, 2 do
  local deadline = tonumber(string.match(others[i + 1], '(%d+)$'))
  if deadline + 86400000 < now then
    redis.call('HDEL', GATEWAYS, others[i])
  end
end
redis.call('HSET', GATEWAYS, gateway, generation .. ' ' .. whole(now + lives))
return { epoch[1], now - tonumber(epoch[3]) }
