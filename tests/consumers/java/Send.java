import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.MessageApi;
import org.openapitools.client.model.MessageIdsRequest;
import org.openapitools.client.model.SendRequest;
import org.openapitools.client.model.SendRow;
import org.openapitools.client.model.SmsParameters;
import org.openapitools.client.model.ViberParameters;

class Send {
    public static void main(String[] args) throws Exception {
        var token = System.getenv("TURBOSMS_TOKEN");
        var client = new ApiClient();
        client.updateBaseUri(System.getenv("TURBOSMS_BASE_URL"));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        var api = new MessageApi(client);

        var sent = api.messageSend(new SendRequest()
            .recipients(List.of("380678998668", "380001000001"))
            .text("Your order has been shipped.")
            .viber(new ViberParameters().sender("TurboSMS").caption("Track").action("https://example.com/orders/12345"))
            .sms(new SmsParameters().sender("TurboSMS")));
        if (sent.getResponseResult() == null) {
            throw new IllegalStateException(sent.getResponseCode() + " " + sent.getResponseStatus());
        }
        var messages = sent.getResponseResult().stream().map(SendRow::getMessageId).filter(Objects::nonNull).toList();

        Map<String, String> statuses = new TreeMap<>();
        do {
            Thread.sleep(500);
            for (var row : api.messageStatus(new MessageIdsRequest().messages(messages)).getResponseResult()) {
                statuses.put(row.getMessageId(), row.getStatus());
            }
        } while (!messages.stream().allMatch(id -> "Delivered".equals(statuses.get(id))));
        System.out.println(new ObjectMapper().writeValueAsString(statuses));
    }
}
