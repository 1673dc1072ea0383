"""The ASGI entry that uvicorn serves."""

import os
import warnings

from django.core.asgi import get_asgi_application

# Files of the house and of its users are read whole, in a thread; nobody's request waits for them.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")
application = get_asgi_application()
