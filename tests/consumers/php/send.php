<?php

declare(strict_types=1);

require 'vendor/autoload.php';

use TurboSMS\Api\MessageApi;
use TurboSMS\Configuration;
use TurboSMS\Model\MessageIdsRequest;
use TurboSMS\Model\SendRequest;
use TurboSMS\Model\SmsParameters;
use TurboSMS\Model\ViberParameters;

$config = (new Configuration())->setHost(getenv('TURBOSMS_BASE_URL'))->setAccessToken(getenv('TURBOSMS_TOKEN'));
$api = new MessageApi(config: $config);

$sent = $api->messageSend(new SendRequest([
    'recipients' => ['380678998668', '380001000001'],
    'text' => 'Your order has been shipped.',
    'viber' => new ViberParameters([
        'sender' => 'TurboSMS', 'caption' => 'Track', 'action' => 'https://example.com/orders/12345',
    ]),
    'sms' => new SmsParameters(['sender' => 'TurboSMS']),
]));
$messages = [];
foreach ($sent->getResponseResult() ?? [] as $row) {
    if ($row->getMessageId() !== null) {
        $messages[] = $row->getMessageId();
    }
}
if ($messages === []) {
    throw new RuntimeException("{$sent->getResponseCode()} {$sent->getResponseStatus()}");
}

do {
    usleep(500_000);
    $statuses = [];
    foreach ($api->messageStatus(new MessageIdsRequest(['messages' => $messages]))->getResponseResult() ?? [] as $row) {
        $statuses[$row->getMessageId()] = $row->getStatus();
    }
} while (array_diff($statuses, ['Delivered']) || count($statuses) < count($messages));
echo json_encode($statuses), "\n";
