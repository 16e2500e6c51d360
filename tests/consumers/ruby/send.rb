require 'json'
require 'uri'
require 'turbosms'

address = URI(ENV.fetch('TURBOSMS_BASE_URL'))
TurboSMS.configure do |config|
  config.scheme = address.scheme
  config.host = "#{address.host}:#{address.port}"
  config.access_token = ENV.fetch('TURBOSMS_TOKEN')
end
api = TurboSMS::MessageApi.new

request = TurboSMS::SendRequest.new(
  recipients: %w[380678998668 380001000001],
  text: 'Your order has been shipped.',
  viber: TurboSMS::ViberParameters.new(
    sender: 'TurboSMS', caption: 'Track', action: 'https://example.com/orders/12345'
  ),
  sms: TurboSMS::SmsParameters.new(sender: 'TurboSMS')
)
sent = api.message_send(request)
messages = (sent.response_result || []).filter_map(&:message_id)
raise "#{sent.response_code} #{sent.response_status}" if messages.empty?

statuses = {}
until messages.all? { |id| statuses[id] == 'Delivered' }
  sleep 0.5
  answer = api.message_status(TurboSMS::MessageIdsRequest.new(messages: messages))
  statuses = (answer.response_result || []).to_h { |row| [row.message_id, row.status] }
end
puts JSON.generate(statuses)
