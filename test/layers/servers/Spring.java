import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.support.CompositeUriComponentsContributor;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;

/**
 * Spring MVC on Tomcat. Its arguments are the port, a folder for Tomcat, an expression that adds CORS mappings to `registry`
 * (empty for none), and filters in their order; `tomcat?` stands before the parameters of Tomcat's CorsFilter.
 *
 * The expression is one of SpEL, which writes these calls as Java does: a fault is planted without compiling anything again.
 */
public class Spring {
  public static void main(String[] arguments) throws Exception {
    Application.mappings = arguments[2];
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(arguments[1]);
    tomcat.setPort(Integer.parseInt(arguments[0]));
    // Nothing is accepted before the application is ready.
    tomcat.getConnector().setProperty("bindOnInit", "false");
    StandardContext context = (StandardContext) tomcat.addContext("", null);
    context.setFailCtxIfServletStartFails(true);

    AnnotationConfigWebApplicationContext beans = new AnnotationConfigWebApplicationContext();
    beans.register(Application.class);
    for (String name : Arrays.asList(arguments).subList(3, arguments.length)) addFilter(context, name);
    Tomcat.addServlet(context, "spring", new DispatcherServlet(beans)).setLoadOnStartup(1);
    context.addServletMappingDecoded("/", "spring");
    tomcat.start();
    if (!context.getState().isAvailable()) System.exit(1);
    tomcat.getServer().await();
  }

  static void addFilter(StandardContext context, String name) {
    FilterDef definition = new FilterDef();
    definition.setFilterName(name);
    if (name.startsWith("tomcat?")) {
      definition.setFilterClass("org.apache.catalina.filters.CorsFilter");
      for (String parameter : name.substring(name.indexOf('?') + 1).split("&")) {
        String[] parts = parameter.split("=");
        definition.addInitParameter(parts[0], parts[1]);
      }
    } else {
      definition.setFilter(filter(name));
    }
    context.addFilterDef(definition);
    FilterMap everywhere = new FilterMap();
    everywhere.setFilterName(name);
    everywhere.addURLPattern("/*");
    context.addFilterMap(everywhere);
  }

  static Filter filter(String name) {
    return switch (name) {
      case "cors" -> corsFilter();
      case "failure" -> new FailingFilter();
      case "token" -> new TokenFilter();
      default -> throw new IllegalArgumentException(name);
    };
  }

  static CorsFilter corsFilter() {
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.setCorsConfigurations(new Mappings().read());
    return new CorsFilter(source);
  }
}

/**
 * Extends what `@EnableWebMvc` imports, and is no `@Configuration`, because Debian's Spring 4.3 cannot make the subclasses of
 * those.
 */
@RestController
class Application extends WebMvcConfigurationSupport {
  static String mappings = "";

  /** What the expression names. */
  public static class Root {
    public CorsRegistry registry;
  }

  @Override
  public void addCorsMappings(CorsRegistry registry) {
    if (mappings.isEmpty()) return;
    Root root = new Root();
    root.registry = registry;
    new SpelExpressionParser().parseExpression(mappings).getValue(root);
  }

  /** The inherited one asks another bean for what only a `@Configuration` makes in time; nothing here builds links. */
  @Override
  public CompositeUriComponentsContributor mvcUriComponentsContributor() {
    return new CompositeUriComponentsContributor();
  }

  @RequestMapping(path = {"/", "/api/users"}, method = {RequestMethod.GET, RequestMethod.POST, RequestMethod.PUT})
  public String users() {
    return "[]";
  }

  @CrossOrigin("https://app.example.com")
  @RequestMapping(path = {"/annotated/get", "/annotated/both"}, method = RequestMethod.GET)
  public String read() {
    return "[]";
  }

  @RequestMapping(path = "/annotated/get", method = RequestMethod.PUT)
  public String write() {
    return "[]";
  }

  @CrossOrigin("https://app.example.com")
  @RequestMapping(path = "/annotated/both", method = RequestMethod.PUT)
  public String writeFromPages() {
    return "[]";
  }
}

/** Stands for what asks for a token in front of Spring MVC. */
class TokenFilter extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getHeader("Authorization") == null) response.sendError(401);
    else chain.doFilter(request, response);
  }
}

/** Stands for what reads something of every request, and fails at that. */
class FailingFilter extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    throw new ServletException("broken");
  }
}

/** Lends the mappings to a filter. */
class Mappings extends CorsRegistry {
  Map<String, CorsConfiguration> read() {
    new Application().addCorsMappings(this);
    return getCorsConfigurations();
  }
}
