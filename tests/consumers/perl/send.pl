use strict;
use warnings;
use utf8;

use JSON;
use List::Util qw(all);
use Time::HiRes qw(sleep);
use TurboSMS::ApiClient;
use TurboSMS::MessageApi;
use TurboSMS::Object::MessageIdsRequest;
use TurboSMS::Object::SendRequest;
use TurboSMS::Object::SmsParameters;
use TurboSMS::Object::ViberParameters;

my $json = JSON->new->ascii->convert_blessed;
my $client = TurboSMS::ApiClient->new(
    base_url     => $ENV{TURBOSMS_BASE_URL},
    access_token => $ENV{TURBOSMS_TOKEN},
    http_timeout => 86_400,
);
my $api = TurboSMS::MessageApi->new($client);

my $viber = TurboSMS::Object::ViberParameters->new(
    sender  => 'TurboSMS',
    caption => 'Track',
    action  => 'https://example.com/orders/12345',
);
my $request = TurboSMS::Object::SendRequest->new(
    recipients => [ '380678998668', '380001000001' ],
    text       => 'Your order has been shipped.',
    viber      => $viber,
    sms        => TurboSMS::Object::SmsParameters->new(sender => 'TurboSMS'),
);
my $sent     = $api->message_send(send_request => $json->encode($request));
my @messages = grep { defined } map { $_->message_id } @{ $sent->response_result };
die $sent->response_code, ' ', $sent->response_status, "\n" unless @messages;

my $ids = TurboSMS::Object::MessageIdsRequest->new(messages => \@messages);
my %statuses;
until (all { ($statuses{$_} // '') eq 'Delivered' } @messages) {
    sleep 0.5;
    my $answer = $api->message_status(message_ids_request => $ids);
    %statuses = map { $_->message_id => $_->status } @{ $answer->response_result };
}
print $json->encode(\%statuses), "\n";
