-- Says that a gateway lives.
--
-- ARGV: time, gateway, generation, time to live.
local gateway, generation, lives = ARGV[2], ARGV[3], ARGV[4]
if living(gateway) ~= generation then
  return { 'stale' }
end
redis.call('HSET', GATEWAYS, gateway, generation .. ' ' .. whole(now + lives))
return { 'beats' }
