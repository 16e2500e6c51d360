<?php

// What `composer install` would write: Guzzle of Debian, and the generated classes.
require 'GuzzleHttp/autoload.php';

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'TurboSMS\\')) {
        require __DIR__ . '/../turbosms/lib/' . strtr(substr($class, strlen('TurboSMS\\')), '\\', '/') . '.php';
    }
});
